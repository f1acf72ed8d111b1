package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A Job is a piece of work in the queue. Kind and Key say which: there is
// never a second one with both.
type Job struct {
	ID       int64
	Kind     string
	Key      string
	Host     string // whose turn it takes; see ClaimJobs
	Spec     json.RawMessage
	Waiter   string // the order that waits for it; see PutOrder
	Due      time.Time
	Claims   int       // since it last ended with a word
	Failures int       // in a row
	Problem  string    // the last one
	Aside    time.Time // when it was set aside; zero while it is to be done
}

// A Settled says how a job ended. A job with neither Again nor Aside is done
// and forgotten.
type Settled struct {
	ID      int64
	Owner   string    // who claimed it; another's job is left alone
	Again   time.Time // when to do it again
	Failed  bool      // it failed, and is to be done Again all the same
	Aside   bool      // it failed for good
	Problem string    // why it failed
	Host    string    // a host that wants to be left alone
	Free    time.Time // until then
}

// A Work is what is stored together: jobs that ended, new ones, and how
// articles were fetched.
type Work struct {
	Settled []Settled
	Jobs    []Job // those that are there already stay as they are
	Fetches []Fetch
}

// Empty reports whether there is nothing to store.
func (w Work) Empty() bool { return len(w.Settled) == 0 && len(w.Jobs) == 0 && len(w.Fetches) == 0 }

func (w Work) put(ctx context.Context, tx *sql.Tx, now time.Time) error {
	for _, f := range w.Fetches {
		if err := putFetch(ctx, tx, f, now); err != nil {
			return fmt.Errorf("fetch of article %s: %w", f.ArticleID, err)
		}
	}
	for _, j := range w.Jobs {
		if _, err := putJob(ctx, tx, j, now, `DO NOTHING`); err != nil {
			return err
		}
	}
	for _, s := range w.Settled {
		if err := settle(ctx, tx, s, now); err != nil {
			return fmt.Errorf("settle job %d: %w", s.ID, err)
		}
	}
	return nil
}

// SaveWork stores work that no article comes from.
func (s *Store) SaveWork(ctx context.Context, w Work) error {
	err := s.change(ctx, func(tx *sql.Tx) error { return w.put(ctx, tx, s.Now()) })
	if err != nil {
		return fmt.Errorf("save work: %w", err)
	}
	return nil
}

// putJob adds a job, due now unless it says when, and reports whether it was
// added or, by conflict, changed.
func putJob(ctx context.Context, tx *sql.Tx, j Job, now time.Time, conflict string) (bool, error) {
	if j.Kind == "" || j.Key == "" || j.Host == "" {
		return false, errors.New("a job without kind, key or host")
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO hosts (host, free) VALUES (?, '') ON CONFLICT DO NOTHING`, j.Host); err != nil {
		return false, err
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO jobs
		(kind, key, host, spec, waiter, due, claims, failures, problem, aside, owner, lease)
		VALUES (?, ?, ?, ?, ?, ?, 0, 0, '', '', '', '') ON CONFLICT (kind, key) `+conflict,
		j.Kind, j.Key, j.Host, string(j.Spec), j.Waiter, stamp(orNow(j.Due, now)))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// anew makes a job that is there one that was just asked for.
const anew = `DO UPDATE SET waiter = excluded.waiter, due = min(due, excluded.due), spec = excluded.spec,
	claims = 0, failures = 0, problem = '', aside = ''`

// PutOrder adds the jobs that somebody is about to wait for, under the order's
// name, and holds them for the waiter until the lease ends. If jobs of an
// order of this name are left to do, as after a kill, they are all that is
// left of it: none is added.
func (s *Store) PutOrder(ctx context.Context, order string, jobs []Job, lease time.Duration, now time.Time) (resumed bool, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO orders (id, lease) VALUES (?, ?)
			ON CONFLICT (id) DO UPDATE SET lease = excluded.lease`, order, stamp(now.Add(lease)))
		if err != nil {
			return err
		}
		err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM jobs WHERE waiter = ? AND aside = '')`, order).Scan(&resumed)
		if err != nil || resumed {
			return err
		}
		for _, j := range jobs {
			j.Waiter = order
			if _, err := putJob(ctx, tx, j, now, anew); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("put order: %w", err)
	}
	return resumed, nil
}

// RenewOrder makes the hold on an order's jobs last until the lease from now
// ends.
func (s *Store) RenewOrder(ctx context.Context, order string, lease time.Duration, now time.Time) error {
	if _, err := s.update(ctx, `UPDATE orders SET lease = ? WHERE id = ?`, stamp(now.Add(lease)), order); err != nil {
		return fmt.Errorf("renew order: %w", err)
	}
	return nil
}

// DropOrder ends an order that nobody waits for any more. What is left of it
// is anybody's.
func (s *Store) DropOrder(ctx context.Context, order string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM orders WHERE id = ?`, order); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE jobs SET waiter = '' WHERE waiter = ?`, order)
		return err
	})
	if err != nil {
		return fmt.Errorf("drop order: %w", err)
	}
	return nil
}

// A Claim says which jobs are wanted.
type Claim struct {
	Owner string // one worker alone
	Order string // only its jobs; empty for those that nobody waits for
	Busy  []string
	Limit int
	Lease time.Duration
	Apart time.Duration // between two jobs of one host
}

// ClaimJobs claims jobs that are due, at most one of each host that is free
// and not Busy, and counts the claim. Each of these hosts is free again when
// Apart has passed. A job whose lease has ended may be claimed again.
func (s *Store) ClaimJobs(ctx context.Context, c Claim, now time.Time) ([]Job, error) {
	const mine = `(j.waiter = ?1 AND ?1 <> '' OR ?1 = '' AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = j.waiter AND o.lease > ?2))`
	var jobs []Job
	err := s.change(ctx, func(tx *sql.Tx) error {
		ids, err := collect(ctx, tx, scanInt, `SELECT id FROM (
				SELECT (SELECT j.id FROM jobs j WHERE j.host = h.host AND j.aside = '' AND j.due <= ?2 AND j.lease <= ?2 AND `+mine+`
					ORDER BY j.due, j.id LIMIT 1) AS id
				FROM hosts h WHERE h.free <= ?2 AND h.host NOT IN (SELECT value FROM json_each(?3)))
			WHERE id IS NOT NULL ORDER BY id LIMIT ?4`, c.Order, stamp(now), idList(c.Busy), c.Limit)
		if err != nil {
			return err
		}
		for _, id := range ids {
			j, err := scanJob(tx.QueryRowContext(ctx, `UPDATE jobs SET owner = ?, lease = ?, claims = claims + 1
				WHERE id = ? RETURNING `+jobColumns, c.Owner, stamp(now.Add(c.Lease)), id))
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE hosts SET free = ? WHERE host = ?`, stamp(now.Add(c.Apart)), j.Host); err != nil {
				return err
			}
			jobs = append(jobs, j)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claim jobs: %w", err)
	}
	return jobs, nil
}

func scanInt(row scanner) (n int64, err error) { return n, row.Scan(&n) }

const jobColumns = `id, kind, key, host, spec, waiter, due, claims, failures, problem, aside`

func scanJob(row scanner) (j Job, err error) {
	var spec string
	err = row.Scan(&j.ID, &j.Kind, &j.Key, &j.Host, &spec, &j.Waiter, stampScanner{&j.Due},
		&j.Claims, &j.Failures, &j.Problem, stampScanner{&j.Aside})
	if spec != "" {
		j.Spec = []byte(spec)
	}
	return j, err
}

// RenewJobs makes the hold on all jobs that owner claimed last until the lease
// from now ends.
func (s *Store) RenewJobs(ctx context.Context, owner string, lease time.Duration, now time.Time) error {
	if _, err := s.update(ctx, `UPDATE jobs SET lease = ? WHERE owner = ?`, stamp(now.Add(lease)), owner); err != nil {
		return fmt.Errorf("renew jobs: %w", err)
	}
	return nil
}

// ReleaseJobs gives back what owner claimed and did not begin or end, without
// counting it.
func (s *Store) ReleaseJobs(ctx context.Context, owner string) error {
	_, err := s.update(ctx, `UPDATE jobs SET owner = '', lease = '', claims = max(claims - 1, 0) WHERE owner = ?`, owner)
	if err != nil {
		return fmt.Errorf("release jobs: %w", err)
	}
	return nil
}

// settle ends a claim. That of another owner, who took the job over, stays.
func settle(ctx context.Context, tx *sql.Tx, d Settled, now time.Time) error {
	if d.Host != "" {
		_, err := tx.ExecContext(ctx, `INSERT INTO hosts (host, free) VALUES (?1, ?2)
			ON CONFLICT (host) DO UPDATE SET free = max(free, excluded.free)`, d.Host, stamp(d.Free))
		if err != nil {
			return err
		}
	}
	if !d.Aside && d.Again.IsZero() {
		_, err := tx.ExecContext(ctx, `DELETE FROM jobs WHERE id = ? AND owner = ?`, d.ID, d.Owner)
		return err
	}
	aside := ""
	if d.Aside {
		aside = stamp(now)
	}
	_, err := tx.ExecContext(ctx, `UPDATE jobs SET owner = '', lease = '', claims = 0, due = ?, aside = ?, problem = ?,
			failures = CASE WHEN ? THEN failures + 1 ELSE 0 END,
			waiter = CASE WHEN ? = '' THEN waiter ELSE '' END
		WHERE id = ? AND owner = ?`,
		stamp(d.Again), aside, d.Problem, d.Failed || d.Aside, aside, d.ID, d.Owner)
	return err
}

// A Queue is what there is to do for an order, or in all.
type Queue struct {
	Jobs    int       // to do, those that run among them
	Aside   int       // set aside; of all orders
	Longest int       // jobs of the host that has most of them
	Next    time.Time // when the next of them may begin; zero where there is none
}

// Queue returns what is left to do for an order or, for "", of all jobs that
// are due by now.
func (s *Store) Queue(ctx context.Context, order string, now time.Time) (q Queue, err error) {
	err = s.view(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT coalesce(sum(n), 0), coalesce(max(n), 0), coalesce(min(next), '') FROM (
				SELECT count(*) AS n, max(min(j.due), h.free, min(j.lease)) AS next
				FROM jobs j JOIN hosts h ON h.host = j.host
				WHERE j.aside = '' AND (j.waiter = ?1 AND ?1 <> '' OR ?1 = '' AND j.due <= ?2) GROUP BY j.host)`,
			order, stamp(now)).Scan(&q.Jobs, &q.Longest, stampScanner{&q.Next})
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT count(*) FROM jobs WHERE aside <> ''`).Scan(&q.Aside)
	})
	if err != nil {
		return Queue{}, fmt.Errorf("read queue: %w", err)
	}
	return q, nil
}

// NextJob returns when the next job may be due, as far as its host lets it;
// zero where there is none.
func (s *Store) NextJob(ctx context.Context) (next time.Time, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT coalesce(min(max(free, (
			SELECT min(due) FROM jobs WHERE jobs.host = hosts.host AND aside = ''))), '') FROM hosts`).Scan(stampScanner{&next})
	if err != nil {
		return time.Time{}, fmt.Errorf("read next job: %w", err)
	}
	return next, nil
}

// AsideJobs returns the jobs that were set aside, the last one first.
func (s *Store) AsideJobs(ctx context.Context, limit int) ([]Job, error) {
	all, err := collect(ctx, s.reader, scanJob, `SELECT `+jobColumns+` FROM jobs WHERE aside <> ''
		ORDER BY aside DESC, id DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("list jobs set aside: %w", err)
	}
	return all, nil
}

// FailedJobs returns the jobs that failed and are to be tried again, of an
// order or, for "", of all; the next one first.
func (s *Store) FailedJobs(ctx context.Context, order string, limit int) ([]Job, error) {
	all, err := collect(ctx, s.reader, scanJob, `SELECT `+jobColumns+` FROM jobs
		WHERE aside = '' AND failures > 0 AND problem <> '' AND (?1 = '' OR waiter = ?1) ORDER BY due, id LIMIT ?2`, order, limit)
	if err != nil {
		return nil, fmt.Errorf("list failed jobs: %w", err)
	}
	return all, nil
}

// RetryAside puts all jobs that were set aside back into the queue, and
// returns how many.
func (s *Store) RetryAside(ctx context.Context, now time.Time) (int, error) {
	n, err := s.update(ctx, `UPDATE jobs SET aside = '', due = ?, claims = 0, failures = 0 WHERE aside <> ''`, stamp(now))
	if err != nil {
		return 0, fmt.Errorf("retry jobs set aside: %w", err)
	}
	return int(n), nil
}

// Hasten undoes what a clock that was ahead, and is right again, put off: what is
// due later than any schedule has it is due now. Polls are due within poll, other
// jobs within other; hosts rest no longer than poll, and leases end within lease.
// It returns how many jobs are due now.
func (s *Store) Hasten(ctx context.Context, poll, other, lease time.Duration, now time.Time) (n int, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE hosts SET free = '' WHERE free > ?`, stamp(now.Add(poll))); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE jobs SET owner = '', lease = '' WHERE lease > ?`, stamp(now.Add(lease))); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE orders SET lease = '' WHERE lease > ?`, stamp(now.Add(lease))); err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, `UPDATE jobs SET due = ?1 WHERE aside = '' AND due > CASE kind WHEN ?2 THEN ?3 ELSE ?4 END`,
			stamp(now), PollKind, stamp(now.Add(poll)), stamp(now.Add(other)))
		if err != nil {
			return err
		}
		affected, err := res.RowsAffected()
		n = int(affected)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("hasten jobs: %w", err)
	}
	return n, nil
}

// ForgetAside drops the jobs set aside before then, and returns how many.
func (s *Store) ForgetAside(ctx context.Context, before time.Time) (int, error) {
	n, err := s.update(ctx, `DELETE FROM jobs WHERE aside <> '' AND aside < ?`, stamp(before))
	if err != nil {
		return 0, fmt.Errorf("forget jobs set aside: %w", err)
	}
	return int(n), nil
}
