// Command fma checks that the deterministic packages compute the same bits on every processor. It fails on the two ways in which Go programs
// come to depend on the machine:
//
//   - fused multiply-add instructions. The compiler may merge x*y + z into one instruction that rounds once instead of twice, on arm64,
//     loong64, ppc64le, riscv64 and s390x, and on amd64 from GOAMD64=v3 on. The command compiles the packages for each of them, reads the
//     listing and reports every fused instruction with file and line. The cure is float64(x*y) + z.
//   - functions of package math that are not exact. Exp, Log, Pow, Sin and the like are assembly on some processors; package sim/detmath
//     replaces them. The command parses the sources and reports every use that is not on a list of exact functions and constants.
//
// Run it from anywhere inside the module:
//
//	go run ./internal/fma                                  # All targets, the deterministic packages.
//	go run ./internal/fma -targets arm64,amd64/v3 ./sim/...
//
// It exits with 1 if there is a finding, and with 2 if it could not look. Tests are not examined. The first run for a target compiles the
// standard library for it; later runs come from the build cache, which replays listings.
//
// It does not look at dependencies outside the module: the deterministic packages use only the parts of the standard library that compute
// without floating point.
package main
