package question

import "testing"

func TestTyped(t *testing.T) {
	for text, want := range map[string]string{
		"whats the latest on wexcombe":              "what's the latest on wexcombe",
		"whn does the court hear the farmers":       "when does the court hear the farmers",
		"Wat will the bridge cost and wen is it?":   "What will the bridge cost and when is it?",
		"how mutch did u pay, n when":               "how much did you pay, and when",
		"how mch and how meny, pls":                 "how much and how many, please",
		"why didnt teh court hear them":             "why didn't the court hear them",
		"isn't Kone the coach?":                     "is Kone the coach?",
		"So didnt the mill open?":                   "So did the mill open?",
		"why isn't it open":                         "why isn't it open",
		"hwo is it":                                 "hwo is it", // who or how
		"did Wen buy the mill?":                     "did Wen buy the mill?",
		"Wen hat die Stadt gefragt?":                "Wen hat die Stadt gefragt?",
		"Qui est l'entraîneur de Wat ?":             "Qui est l'entraîneur de Wat ?",
		"Did N. Rao have a hen?":                    "Did N. Rao have a hen?",
		"who said that they were there, and where?": "who said that they were there, and where?",
	} {
		if got := Typed(text); got != want {
			t.Errorf("Typed(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTongue(t *testing.T) {
	for text, want := range map[string]string{
		"Combien coûtent les deux ferries de Karsund ?": "French",
		"¿Quién es la alcaldesa de Melby?":              "Spanish",
		"Wer folgt auf Lohse und wann hört sie auf?":    "German",
		"Quanto costa il ponte?":                        "Italian",
		"how much does the Q1 cost":                     "English",
		"When does Quando Air fly?":                     "English",
		"Karsund ferries":                               "",
	} {
		if got := Tongue(text).Name; got != want {
			t.Errorf("Tongue(%q) = %q, want %q", text, got, want)
		}
	}
}
