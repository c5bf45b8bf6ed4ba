// Command testamur runs certificate programmes: the service itself and the commands that look after it. It is the only
// place that wires packages together.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones of programmes work on machines that have none

	"github.com/alecthomas/kong"
)

// version is set when a release is built.
var version = "development"

// commands is the command line; each command is one file.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run the service."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to the form that this program needs."`
	Admin   adminCommand   `cmd:"" help:"Make administrators."`
	Token   tokenCommand   `cmd:"" help:"Make, list and revoke API tokens."`
	Keys    keysCommand    `cmd:"" help:"List, export, rotate and import the institution's keys."`
	Verify  verifyCommand  `cmd:"" help:"Check an issued PDF against the root certificate, without any network."`
	Renew   renewCommand   `cmd:"" help:"Give issued files newer timestamps, before those that they have lose their worth."`
	Version versionCommand `cmd:"" help:"Say which program this is."`
	Help    helpCommand    `cmd:"" help:"Explain: help config lists all settings."`
}

// console is where a command reads and writes.
type console struct {
	ctx    context.Context //nolint:containedctx // a command is the request
	out    io.Writer
	err    io.Writer
	config func() (config, error)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run carries out one command and gives the exit code: 0 done, 1 failed, 2 a wrong command line or setting.
func run(ctx context.Context, args, environment []string, out, errors io.Writer) int {
	c := &console{ctx: ctx, out: out, err: errors, config: func() (config, error) { return readConfig(environment) }}
	code, exited := 0, false
	parser, err := kong.New(&commands{}, kong.Name("testamur"), kong.UsageOnError(),
		kong.Description("Runs certificate programmes: enrol, assess, compose, sign, verify."),
		kong.Writers(out, errors), kong.Exit(func(n int) { code, exited = n, true }))
	if err != nil {
		return fail(errors, err)
	}
	parsed, err := parser.Parse(args)
	if exited {
		return code
	}
	if err != nil {
		fmt.Fprintf(errors, "testamur: %v\nRun \"testamur --help\" for what there is.\n", err)
		return 2
	}
	return fail(errors, parsed.Run(c))
}

// exit is an error that has its own exit code.
type exit struct {
	error
	code int
}

func fail(out io.Writer, err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(out, "testamur:", message(err))
	if e, ok := errors.AsType[exit](err); ok {
		return e.code
	}
	return 1
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(c *console) error {
	_, err := fmt.Fprintln(c.out, "testamur", version)
	return err
}
