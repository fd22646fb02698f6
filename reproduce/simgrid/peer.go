package simgrid

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

//go:embed driver/flows.cpp
var driverSource []byte

// AbsentError says that a program of others is not installed, so that nothing can
// be compared.
type AbsentError struct {
	What    string // in words
	Install string // the command that installs it on Debian
}

// Error returns both fields in one line.
func (e *AbsentError) Error() string { return e.What + " (Debian: " + e.Install + ")" }

// Peer is SimGrid behind a driver.
type Peer struct {
	binary  string
	Version string // of SimGrid, such as 3.32.0
}

// Updates is how SimGrid brings its flows up to date after an event.
type Updates string

// The ways to update flows.
const (
	// Full updates each flow after each event. Its results are right.
	Full Updates = "Full"
	// Lazy, the default of SimGrid, updates the flows that change. It is faster
	// when many flows do not; version 3.32 gives wrong rates to flows that enter
	// sharing at the same instant.
	Lazy Updates = "Lazy"
)

// Outcome is what SimGrid found for a platform.
type Outcome struct {
	FinishSeconds []float64     // by flow; negative for a flow that did not finish
	CPU           time.Duration // processor time of the simulation, without reading and building the platform
}

// Build compiles the driver into dir. The error is an *AbsentError when the
// compiler or SimGrid is not installed.
func Build(ctx context.Context, dir string) (*Peer, error) {
	compiler, err := exec.LookPath("g++")
	if errors.Is(err, exec.ErrNotFound) {
		return nil, &AbsentError{What: "g++ is not installed", Install: "apt-get install g++ libsimgrid-dev"}
	}
	if err != nil {
		return nil, err
	}
	probe := exec.CommandContext(ctx, compiler, "-E", "-x", "c++", "-")
	probe.Stdin = strings.NewReader("#include <simgrid/s4u.hpp>\n")
	if err = probe.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &AbsentError{What: "SimGrid is not installed: g++ does not find simgrid/s4u.hpp", Install: "apt-get install libsimgrid-dev"}
	}
	source, binary := filepath.Join(dir, "flows.cpp"), filepath.Join(dir, "flows")
	if err = os.WriteFile(source, driverSource, 0o600); err != nil {
		return nil, err
	}
	build := exec.CommandContext(ctx, compiler, "-O2", "-std=c++17", "-o", binary, source, "-lsimgrid")
	if out, errBuild := build.CombinedOutput(); errBuild != nil {
		return nil, fmt.Errorf("build the driver of SimGrid: %w\n%s", errBuild, out)
	}
	p := &Peer{binary: binary}
	_, err = p.Run(ctx, &Platform{Hosts: 1}, Full)
	return p, err
}

// Run simulates a platform in a process of its own.
func (p *Peer) Run(ctx context.Context, platform *Platform, u Updates) (*Outcome, error) {
	var in, out, log bytes.Buffer
	if _, err := platform.WriteTo(&in); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, p.binary, string(u))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = &in, &out, &log
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("run SimGrid: %w\n%s", err, log.String())
	}
	o := &Outcome{FinishSeconds: make([]float64, len(platform.Flows))}
	version, err := o.read(out.String())
	if err != nil {
		return nil, err
	}
	p.Version = version
	return o, nil
}

// read takes apart what the driver prints, and checks that each flow is there.
func (o *Outcome) read(text string) (version string, err error) {
	next := 0
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		bad := fmt.Errorf("the driver of SimGrid printed %q", strings.TrimSpace(line))
		switch {
		case len(words) == 2 && words[0] == "version":
			version = words[1]
		case len(words) == 2 && words[0] == "cpu":
			ns, errCPU := strconv.ParseInt(words[1], 10, 64)
			if errCPU != nil {
				return "", errors.Join(bad, errCPU)
			}
			o.CPU = time.Duration(ns)
			if next != len(o.FinishSeconds) || version == "" {
				return "", fmt.Errorf("%w after %d of %d flows and version %q", bad, next, len(o.FinishSeconds), version)
			}
			return version, nil
		case len(words) == 3 && words[0] == "finish" && words[1] == strconv.Itoa(next) && next < len(o.FinishSeconds):
			if o.FinishSeconds[next], err = strconv.ParseFloat(words[2], 64); err != nil {
				return "", errors.Join(bad, err)
			}
			next++
		default:
			return "", bad
		}
	}
	return "", fmt.Errorf("the driver of SimGrid printed %d of %d flows and no processor time", next, len(o.FinishSeconds))
}
