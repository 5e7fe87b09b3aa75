package main

import (
	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/internal/cache"
)

func noCacheFlag(s session) cli.Flag {
	return &cli.BoolFlag{Name: "no-cache", Usage: s.t("不用缓存，每个文件都重新读取、核对", "use no cache: read and check every file anew")}
}

// cache is where the results of earlier runs are kept; nil with --no-cache, and
// where there is no place for them: a cache only saves time.
func (s session) cache(c *cli.Context) *cache.Cache {
	if c.Bool("no-cache") {
		return nil
	}
	root, err := cache.Root()
	if err != nil {
		return nil
	}
	kept, err := cache.Open(root)
	if err != nil {
		return nil
	}
	return kept
}
