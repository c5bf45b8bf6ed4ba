package main

import (
	"errors"
	"fmt"
)

type migrateCommand struct{}

// Run migrates the database. The service does the same when it starts; this is for those who want it to happen before.
func (migrateCommand) Run(c *console) (err error) {
	settings, err := c.config()
	if err != nil {
		return err
	}
	db, err := open(c.ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(c.ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, "The database is up to date.")
	return err
}
