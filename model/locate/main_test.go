package locate_test

import (
	"testing"

	"github.com/gkxl/gkxl/internal/given"
)

func TestMain(m *testing.M) { given.Main(m) }
