package main

import (
	"github.com/spf13/cobra"

	"github.com/littoral-sim/littoral/scenarios"
)

func newSchema(s streams) *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		GroupID: groupLook,
		Short:   "Print the JSON Schema of scenario files, for editors",
		Long: "Print the JSON Schema of scenario files. Save it and name it in the first line of\n" +
			"a scenario, and editors complete keys and explain them:\n\n" +
			"  # yaml-language-server: $schema=scenario.schema.json",
		Example: "  littoral schema > scenario.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			text, err := scenarios.Schema()
			if err != nil {
				return err
			}
			_, err = s.out.Write(text)
			return err
		},
	}
}
