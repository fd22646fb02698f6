module planted.test/m

go 1.26

require (
	example.test/other v0.0.0
	pgregory.net/rapid v1.0.0
)

replace (
	example.test/other => ../fake/other
	pgregory.net/rapid => ../fake/rapid
)
