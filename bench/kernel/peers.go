package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// python is the interpreter for which distributions package SimPy.
const python = "/usr/bin/python3"

// program is one column of the table: the command to which a table and a work are given as arguments, or why there is none.
type program struct {
	name    string
	command []string
	version string
	missing string
}

// run makes one measurement in a process of its own.
func (p program) run(ctx context.Context, table string, w work) (sample, error) {
	args := append(p.command[1:len(p.command):len(p.command)],
		table, strconv.Itoa(w.pending), strconv.Itoa(w.warm), strconv.Itoa(w.events))
	cmd := exec.CommandContext(ctx, p.command[0], args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return sample{}, fmt.Errorf("%s with %+v: %w", p.name, w, err)
	}
	return parseSample(p.name, string(out))
}

// parseSample reads the line a program prints: processor time, digest and, from this program only, allocations.
func parseSample(name, line string) (sample, error) {
	var s sample
	fields := strings.Fields(line)
	if len(fields) < 2 {
		return s, fmt.Errorf("%s printed %q, want processor time and digest", name, line)
	}
	var errCPU, errDigest, errAllocs error
	s.cpuNs, errCPU = strconv.ParseFloat(fields[0], 64)
	s.digest, errDigest = strconv.ParseUint(fields[1], 10, 64)
	if len(fields) > 2 {
		s.allocs, errAllocs = strconv.ParseFloat(fields[2], 64)
	}
	if err := errors.Join(errCPU, errDigest, errAllocs); err != nil {
		return s, fmt.Errorf("%s printed %q: %w", name, line, err)
	}
	return s, nil
}

// self is this program as its own child.
func self() (program, error) {
	path, err := os.Executable()
	return program{name: "littoral", command: []string{path, "-child"}}, err
}

// cpp builds hold.cpp into dir.
func cpp(ctx context.Context, peers, dir string) (program, error) {
	p := program{name: "c++"}
	compiler, err := exec.LookPath("g++")
	if errors.Is(err, exec.ErrNotFound) {
		p.missing = "g++ is not installed"
		return p, nil
	}
	if err != nil {
		return p, err
	}
	binary := filepath.Join(dir, "hold")
	build := exec.CommandContext(ctx, compiler, "-O2", "-std=c++17", "-o", binary, filepath.Join(peers, "hold.cpp"))
	if out, errBuild := build.CombinedOutput(); errBuild != nil {
		return p, fmt.Errorf("build hold.cpp: %w\n%s", errBuild, out)
	}
	version, err := exec.CommandContext(ctx, compiler, "-dumpfullversion").Output()
	p.command, p.version = []string{binary}, "g++ "+strings.TrimSpace(string(version))+" -O2"
	return p, err
}

// simpy finds SimPy.
func simpy(ctx context.Context, peers string) (program, error) {
	p := program{name: "simpy"}
	ask := exec.CommandContext(ctx, python, "-c", "import platform, simpy; print(simpy.__version__, 'on Python', platform.python_version())")
	out, err := ask.Output()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.missing = python + " is not installed"
		return p, nil
	case errors.As(err, new(*exec.ExitError)):
		p.missing = python + " has no module simpy (Debian: python3-simpy3)"
		return p, nil
	}
	p.command, p.version = []string{python, filepath.Join(peers, "hold.py")}, "SimPy "+strings.TrimSpace(string(out))
	return p, err
}
