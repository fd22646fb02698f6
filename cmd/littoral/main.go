package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitBadInput    = 2
	exitUnknown     = 3
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the default behaviour is back: a second one ends
	// the program at once.
	context.AfterFunc(ctx, stop)
	code := execute(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv})
	stop()
	os.Exit(code)
}

// streams is the program's way to the outside.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
	env func(string) string
}

// execute runs one command line and returns the exit code.
func execute(ctx context.Context, args []string, s streams) int {
	root := newRoot(s)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	code := exitCode(err)
	if !errors.Is(err, errShown) {
		fmt.Fprintln(s.err, message(err, code)) //nolint:errcheck // there is nowhere left to report to
	}
	return code
}

// usageError is a command line that makes no sense.
type usageError struct{ error }

// inputError is a file that makes no sense.
type inputError struct{ error }

// errNotRun is a question that has no answer here, as told on standard output.
var errNotRun = fmt.Errorf("not run: %w", errShown)

// errShown is a failure whose story has been told on standard output.
var errShown = errors.New("shown")

func exitCode(err error) int {
	_, usage := errors.AsType[usageError](err)
	_, input := errors.AsType[inputError](err)
	_, file := errors.AsType[diagnostics.Errors](err)
	switch {
	case errors.Is(err, errNotRun):
		return exitUnknown
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case usage, input, file:
		return exitBadInput
	default:
		return exitFailed
	}
}

// message is what an error looks like on standard error.
func message(err error, code int) string {
	if code == exitInterrupted {
		return "littoral: interrupted: no results were written"
	}
	if problems, ok := errors.AsType[diagnostics.Errors](err); ok {
		n := len(problems.List) + problems.More
		word := "problems"
		if n == 1 {
			word = "problem"
		}
		return fmt.Sprintf("%v\nlittoral: %d %s", problems, n, word)
	}
	return "littoral: " + err.Error()
}
