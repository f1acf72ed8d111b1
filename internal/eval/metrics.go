package eval

import (
	"slices"

	"footnote/internal/answer"
)

// searchMetrics and answerMetrics name the scores, in the order of reports.
// All are better when higher, but for olderFirst and staleFirst.
var (
	searchMetrics = []string{"recall@1", "recall@5", "recall@10", "hits@4", "hits@10", "MAP@10", "MRR@10"}
	answerMetrics = []string{answered, declined, rightFirst, rightAny, partsTold, staleFirst, sourceFirst, newestFirst, newestShown, olderFirst, olderShown, olderApart}
)

// Names of the scores of answers.
const (
	answered    = "answered"            // of answerable questions
	declined    = "declined"            // of unanswerable ones
	rightFirst  = "right quote first"   // the first quote holds an accepted answer
	rightAny    = "right quote"         // some quote does
	partsTold   = "parts told"          // share of the things asked that a quote answers, or that are rightly said to be missing
	staleFirst  = "stale quote first"   // the first quote holds the old answer and no accepted one
	sourceFirst = "right article first" // the first quote is of what is relevant
	newestFirst = "newest first"        // the first quote is of a newest article
	newestShown = "newest shown"        // one is cited, or named as newer
	olderFirst  = "older first"         // it is of an article that was overtaken
	olderShown  = "older shown"         // share of the overtaken articles that are shown at all
	olderApart  = "older apart"         // share that stand under Earlier
)

// searchScores returns the scores of one question by the ranks of its
// relevant items, of which each is found at most once. Without any item there
// is nothing to score.
//
//	recall@k  share of the items found at rank k or better
//	hits@k    1 if any is
//	MRR@10    1/rank of the first item found
//	MAP@10    Σ 1/rank of the items found / number of items
//
// That is the MAP of MultiHop-RAG's retrieval_evaluate.py, which published
// figures go by: at each rank it counts only the items first found there. The
// textbook's would count all that were found until then.
func searchScores(ranks []int) map[string]float64 {
	scores := map[string]float64{}
	if len(ranks) == 0 {
		return scores
	}
	first, sum := 0, 0.0
	for _, r := range ranks {
		if r == 0 {
			continue
		}
		sum += 1 / float64(r)
		if first == 0 || r < first {
			first = r
		}
	}
	for name, k := range map[string]int{"recall@1": 1, "recall@5": 5, "recall@10": 10} {
		scores[name] = recall(ranks, k)
	}
	scores["hits@4"] = one(first > 0 && first <= 4)
	scores["hits@10"] = one(first > 0)
	scores["MAP@10"] = sum / float64(min(len(ranks), cutoff))
	scores["MRR@10"] = 0
	if first > 0 {
		scores["MRR@10"] = 1 / float64(first)
	}
	return scores
}

func recall(ranks []int, k int) float64 {
	found := 0
	for _, r := range ranks {
		if r > 0 && r <= k {
			found++
		}
	}
	return float64(found) / float64(len(ranks))
}

// answerScores returns the scores of an answer that the question bears on.
func answerScores(q Question, ans answer.Answer) map[string]float64 {
	if !q.Answerable {
		return map[string]float64{declined: one(ans.Outcome == answer.NotFound)}
	}
	scores := map[string]float64{answered: one(ans.Outcome != answer.NotFound)}
	var first answer.Citation
	if len(ans.Citations) > 0 {
		first = ans.Citations[0]
	}
	scores[sourceFirst] = 0
	for _, it := range q.Relevant {
		if cites(first, it) {
			scores[sourceFirst] = 1
		}
	}
	if len(q.Answers) > 0 {
		scores[rightFirst] = one(holds(first.Quote, q.Answers))
		scores[rightAny] = one(anyHolds(ans.Citations, q.Answers))
	}
	if n := float64(len(q.Parts)); n > 0 {
		told := 0.0
		for _, texts := range q.Parts {
			told += one(anyHolds(ans.Citations, present(slices.Clone(texts))) || slices.Contains(texts, "") && len(ans.Missing) > 0)
		}
		scores[partsTold] = told / n
	}
	if q.OldAnswer != "" {
		scores[staleFirst] = one(holds(first.Quote, []string{q.OldAnswer}) && !holds(first.Quote, q.Answers))
	}
	if len(q.Newest) > 0 {
		scores[newestFirst] = one(shown(q.Newest, []answer.Citation{first}) > 0)
		scores[newestShown] = one(shown(q.Newest, slices.Concat(ans.Citations, ans.Newer)) > 0)
	}
	if n := float64(len(q.Older)); n > 0 {
		scores[olderFirst] = one(shown(q.Older, []answer.Citation{first}) > 0)
		scores[olderApart] = float64(shown(q.Older, ans.Earlier)) / n
		scores[olderShown] = float64(shown(q.Older, append(ans.Citations, ans.Earlier...))) / n
	}
	return scores
}

func anyHolds(cs []answer.Citation, accepted []string) bool {
	for _, c := range cs {
		if holds(c.Quote, accepted) {
			return true
		}
	}
	return false
}

// shown counts the articles that a citation names.
func shown(refs []string, cs []answer.Citation) int {
	n := 0
	for _, ref := range refs {
		for _, c := range cs {
			if names(ref, cited(c)) {
				n++
				break
			}
		}
	}
	return n
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
