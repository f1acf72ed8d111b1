package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// States of a slot.
const (
	SlotClaimed = "claimed" // somebody works on it
	SlotMade    = "made"    // what it tells is kept, and will be told
	SlotDone    = "done"    // it was told
	SlotSilent  = "silent"  // nothing was new, and nothing was to be said
	SlotCovered = "covered" // a later slot tells what it would have told
	SlotFailed  = "failed"  // Slack took it in no time; the next tells it
)

// A Slot is one local date and time at which a channel is told something.
type Slot struct {
	ID       int64
	DigestID int64
	Channel  string
	Kind     string
	Key      string // local: 2006-01-02 15:04
	Due      time.Time
	State    string
	Attempt  int    // counted from 1
	Since    int64  // of the log of changes, excluded
	Until    int64  // included; 0 until it is made
	Content  []byte // what it tells, as JSON; nil until it is made
}

const slotColumns = `id, digest_id, channel, kind, slot, due, state, attempt, since_seq, until_seq, content`

const selectSlot = `SELECT ` + slotColumns + ` FROM slots WHERE channel = ? AND kind = ? AND slot = ?`

func scanSlot(row scanner) (s Slot, err error) {
	var content string
	err = row.Scan(&s.ID, &s.DigestID, &s.Channel, &s.Kind, &s.Key, stampScanner{&s.Due}, &s.State, &s.Attempt, &s.Since, &s.Until, &content)
	if content != "" {
		s.Content = []byte(content)
	}
	return s, err
}

// ErrLost: another worker holds what this one thought it held.
var ErrLost = errors.New("held by another")

// ErrTold: an article was told in the channel already.
var ErrTold = errors.New("told already")

// A DueSlot is a slot that is to be told now.
type DueSlot struct {
	Key string
	Due time.Time
}

// ClaimSlot claims the last of the slots that are due, in order, for a digest,
// and notes that it covers those before it. It returns false and the slot as
// it is where that is there already, and false and no slot where another of
// the digest is not finished: see ResumeSlot. The owner must be one worker
// alone.
func (s *Store) ClaimSlot(ctx context.Context, d Digest, due []DueSlot, owner string, lease time.Duration, now time.Time) (slot Slot, claimed bool, err error) {
	if len(due) == 0 {
		return Slot{}, false, nil
	}
	last := due[len(due)-1]
	err = s.change(ctx, func(tx *sql.Tx) error {
		slot, err = scanSlot(tx.QueryRowContext(ctx, selectSlot, d.Channel, d.Kind, last.Key))
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var busy bool
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM slots WHERE channel = ? AND kind = ? AND state IN ('claimed', 'made'))`,
			d.Channel, d.Kind).Scan(&busy)
		if err != nil || busy {
			return err
		}
		for i, one := range due {
			state, until := SlotCovered, time.Time{}
			if i == len(due)-1 {
				state, until = SlotClaimed, now.Add(lease)
			}
			_, err := tx.ExecContext(ctx, `INSERT INTO slots
				(digest_id, channel, kind, slot, due, state, owner, lease, attempt, since_seq, until_seq, content)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, coalesce((SELECT covered FROM digests WHERE id = ?), 0), 0, '')
				ON CONFLICT (channel, kind, slot) DO NOTHING`,
				d.ID, d.Channel, d.Kind, one.Key, stamp(one.Due), state, owner, stamp(until), d.ID)
			if err != nil {
				return err
			}
		}
		slot, err = scanSlot(tx.QueryRowContext(ctx, selectSlot, d.Channel, d.Kind, last.Key))
		claimed = err == nil
		return err
	})
	if err != nil {
		return Slot{}, false, fmt.Errorf("claim slot %s of %s: %w", last.Key, d.Channel, err)
	}
	return slot, claimed, nil
}

// ResumeSlot claims the unfinished slot whose lease ended first, if there is
// one, counts the attempt, and tells who held it before. A lease that ends
// later than any can, because a clock went back, has ended.
func (s *Store) ResumeSlot(ctx context.Context, owner string, lease, longest time.Duration, now time.Time) (slot Slot, before string, resumed bool, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		var id int64
		err := tx.QueryRowContext(ctx, `SELECT id, owner FROM slots
			WHERE state IN ('claimed', 'made') AND (lease <= ? OR lease > ?) ORDER BY lease, id LIMIT 1`,
			stamp(now), stamp(now.Add(longest))).Scan(&id, &before)
		if err != nil {
			return err
		}
		slot, err = scanSlot(tx.QueryRowContext(ctx, `UPDATE slots SET owner = ?, lease = ?, attempt = attempt + 1 WHERE id = ?
			RETURNING `+slotColumns, owner, stamp(now.Add(lease)), id))
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return Slot{}, "", false, nil
	}
	if err != nil {
		return Slot{}, "", false, fmt.Errorf("resume a slot: %w", err)
	}
	return slot, before, true, nil
}

// HoldSlot makes owner's hold of a slot last until the lease from now ends,
// or returns ErrLost.
func (s *Store) HoldSlot(ctx context.Context, id int64, owner string, lease time.Duration, now time.Time) error {
	n, err := s.update(ctx, `UPDATE slots SET lease = ? WHERE id = ? AND owner = ? AND state IN ('claimed', 'made')`,
		stamp(now.Add(lease)), id, owner)
	if err == nil && n == 0 {
		err = ErrLost
	}
	if err != nil {
		return fmt.Errorf("hold slot %d: %w", id, err)
	}
	return nil
}

// A ToldStory is a story that a channel was told.
type ToldStory struct {
	ID          int64 // 0 for a new one
	Also        []int64
	Title       string
	First, Last time.Time
	Muted       bool
	Less        int      // how many people want less of it
	Articles    []string // that it told, or tells now
	N           int      // its place in the digest that tells it, from 1; 0 where it is in none
}

// MadeSlot keeps what a slot tells, and that its digest has looked up to that
// line of the log. The articles of its stories are told in the channel from
// now on; it returns ErrTold, and keeps nothing, if one was before. Also holds
// stories that showed to be the same as ID. It returns ErrLost if owner does
// not hold the slot.
func (s *Store) MadeSlot(ctx context.Context, slot Slot, owner string, stories []ToldStory, now time.Time) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE slots SET state = ?, content = ?, until_seq = ?
			WHERE id = ? AND owner = ? AND state = ?`, SlotMade, string(slot.Content), slot.Until, slot.ID, owner, SlotClaimed)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrLost)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE digests SET covered = ? WHERE id = ?`, slot.Until, slot.DigestID); err != nil {
			return err
		}
		for _, st := range stories {
			if err := putTold(ctx, tx, slot, st, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep slot %d: %w", slot.ID, err)
	}
	return nil
}

func putTold(ctx context.Context, tx *sql.Tx, slot Slot, st ToldStory, now time.Time) error {
	var err error
	if st.ID == 0 {
		err = tx.QueryRowContext(ctx, `INSERT INTO told_stories (channel, title, first, last) VALUES (?, ?, ?, ?) RETURNING id`,
			slot.Channel, st.Title, stamp(now), stamp(now)).Scan(&st.ID)
	} else {
		_, err = tx.ExecContext(ctx, `UPDATE told_stories SET title = ?, last = ? WHERE id = ?`, st.Title, stamp(now), st.ID)
	}
	if err != nil {
		return err
	}
	for _, other := range st.Also {
		if _, err := tx.ExecContext(ctx, `UPDATE told SET story_id = ? WHERE story_id = ?`, st.ID, other); err != nil {
			return err
		}
	}
	for _, id := range st.Articles {
		res, err := tx.ExecContext(ctx, `INSERT INTO told (channel, article_id, story_id, slot_id, n) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, slot.Channel, id, st.ID, slot.ID, st.N)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("article %s: %w", id, ErrTold))
		}
	}
	return nil
}

// UnmakeSlot has a slot made anew that owner holds, and returns it as it is
// then; or it returns ErrLost. What it would have told is untold again.
func (s *Store) UnmakeSlot(ctx context.Context, id int64, owner string) (slot Slot, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		slot, err = scanSlot(tx.QueryRowContext(ctx, `UPDATE slots SET state = ?, content = '', until_seq = 0
			WHERE id = ? AND owner = ? AND state = ? RETURNING `+slotColumns, SlotClaimed, id, owner, SlotMade))
		if errors.Is(err, sql.ErrNoRows) {
			return ErrLost
		}
		if err != nil {
			return err
		}
		return untell(ctx, tx, slot)
	})
	if err != nil {
		return Slot{}, fmt.Errorf("unmake slot %d: %w", id, err)
	}
	return slot, nil
}

// FinishSlot ends a slot as SlotDone, SlotSilent or SlotFailed, or returns
// ErrLost. What a failed slot would have told is untold again, so that the
// next covers it.
func (s *Store) FinishSlot(ctx context.Context, id int64, owner, state string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		slot, err := scanSlot(tx.QueryRowContext(ctx, `UPDATE slots SET state = ?, content = ''
			WHERE id = ? AND owner = ? AND state IN ('claimed', 'made') RETURNING `+slotColumns, state, id, owner))
		if errors.Is(err, sql.ErrNoRows) {
			return ErrLost
		}
		if err != nil || state != SlotFailed {
			return err
		}
		return untell(ctx, tx, slot)
	})
	if err != nil {
		return fmt.Errorf("finish slot %d: %w", id, err)
	}
	return nil
}

func untell(ctx context.Context, tx *sql.Tx, slot Slot) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM told WHERE slot_id = ?`, slot.ID); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM told_stories WHERE channel = ?
		AND NOT EXISTS (SELECT 1 FROM told WHERE story_id = told_stories.id)`, slot.Channel); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE digests SET covered = min(covered, ?) WHERE id = ?`, slot.Since, slot.DigestID)
	return err
}

// ToldStories returns the stories that a channel was told since then, the
// oldest first, with their articles in order of id.
func (s *Store) ToldStories(ctx context.Context, channel string, since time.Time) ([]ToldStory, error) {
	scan := func(row scanner) (st ToldStory, err error) {
		return st, row.Scan(&st.ID, &st.Title, stampScanner{&st.First}, stampScanner{&st.Last}, &st.Muted, &st.Less,
			listScanner{&st.Articles})
	}
	all, err := collect(ctx, s.reader, scan, `SELECT id, title, first, last, muted, less,
		(SELECT json_group_array(article_id) FROM (SELECT article_id FROM told WHERE story_id = s.id ORDER BY article_id))
		FROM told_stories s WHERE channel = ? AND last >= ? ORDER BY first, id`, channel, stamp(since))
	if err != nil {
		return nil, fmt.Errorf("read stories told in %s: %w", channel, err)
	}
	return all, nil
}

// StoryTold returns the story that stands at a place of a slot that a channel was
// told, or ErrNotFound.
func (s *Store) StoryTold(ctx context.Context, channel string, slotID int64, n int) (st ToldStory, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT s.id, s.title, s.first, s.last, s.muted, s.less,
		(SELECT json_group_array(article_id) FROM (SELECT article_id FROM told WHERE story_id = s.id ORDER BY article_id))
		FROM told_stories s WHERE id = (SELECT story_id FROM told WHERE channel = ? AND slot_id = ? AND n = ? LIMIT 1)`, channel, slotID, n).
		Scan(&st.ID, &st.Title, stampScanner{&st.First}, stampScanner{&st.Last}, &st.Muted, &st.Less, listScanner{&st.Articles})
	if err != nil {
		return ToldStory{}, fmt.Errorf("read story %d of slot %d: %w", n, slotID, orNotFound(err))
	}
	return st, nil
}

// MuteStory says that a channel is not to be told how a story goes on.
func (s *Store) MuteStory(ctx context.Context, storyID int64) error {
	return s.touchStory(ctx, "mute", `UPDATE told_stories SET muted = 1 WHERE id = ?`, storyID)
}

// LessOfStory notes that somebody wants less of a story's matter.
func (s *Store) LessOfStory(ctx context.Context, storyID int64) error {
	return s.touchStory(ctx, "less of", `UPDATE told_stories SET less = less + 1 WHERE id = ?`, storyID)
}

func (s *Store) touchStory(ctx context.Context, what, query string, id int64) error {
	n, err := s.update(ctx, query, id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("%s story %d: %w", what, id, err)
	}
	return nil
}

// ToldOf returns which of the articles a channel was told.
func (s *Store) ToldOf(ctx context.Context, channel string, ids []string) (map[string]bool, error) {
	all, err := collect(ctx, s.reader, scanString, `SELECT article_id FROM told
		WHERE channel = ? AND article_id IN (SELECT value FROM json_each(?))`, channel, idList(ids))
	if err != nil {
		return nil, fmt.Errorf("read what was told in %s: %w", channel, err)
	}
	told := make(map[string]bool, len(all))
	for _, id := range all {
		told[id] = true
	}
	return told, nil
}
