package bot

import (
	"fmt"
	"runtime/debug"
)

// contained runs f. What panics there, as on words that nobody foresaw, is an
// error: it costs what was asked for and not the process, which would begin the
// same again.
func contained(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			// The value may quote what somebody wrote; the stack does not.
			err = fmt.Errorf("panicked with a %T:\n%s", p, debug.Stack())
		}
	}()
	return f()
}
