package indicators_test

import (
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
)

func TestMain(m *testing.M) { formtest.Main(m) }
