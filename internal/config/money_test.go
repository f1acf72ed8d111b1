package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMoney(t *testing.T) {
	got := read(t, map[string]string{
		"OPENAI_API_KEY": "k", "OPENAI_PRICE": " 0.25 / 2 ", "OPENAI_CONTEXT": "128000",
		"COMPATIBLE_BASE_URL": "http://localhost/v1", "COMPATIBLE_MODEL": "m", "COMPATIBLE_PRICE": "0/0",
		"FOOTNOTE_CURRENCY": "eur", "FOOTNOTE_DAILY_BUDGET": "5.50", "FOOTNOTE_DAILY_BUDGET_PER_PERSON": "200000 Tokens",
	})
	want := Budget{Currency: "EUR", Everyone: Limit{Money: 5.5}, PerPerson: Limit{Tokens: 200_000}}
	if diff := cmp.Diff(want, got.Budget); diff != "" {
		t.Errorf("budget (-want +got):\n%s", diff)
	}
	type terms struct {
		Price   Price
		Context int
	}
	var all []terms
	for _, p := range got.Providers {
		all = append(all, terms{p.Price, p.Context})
	}
	if diff := cmp.Diff([]terms{{Price{0.25, 2, true}, 128_000}, {Price{0, 0, true}, 4096}}, all); diff != "" {
		t.Errorf("providers (-want +got):\n%s", diff)
	}
	free := read(t, map[string]string{"GEMINI_API_KEY": "k", "FOOTNOTE_DAILY_BUDGET": "1 token"})
	if p := free.Providers[0]; p.Price.Known || p.Context != vendorContext || free.Budget.Everyone != (Limit{Tokens: 1}) {
		t.Errorf("without a price: %+v, budget %+v", p, free.Budget)
	}
}
