// Command units makes a folder of filled workbooks, one per unit, to measure
// with: whose figures balance, are of every size, and are the same every time.
package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
)

// distinct is how many different sets of figures there are; the units beyond
// have the figures of others and names of their own.
const distinct = 500

func main() {
	if len(os.Args) != 3 {
		fatal(fmt.Errorf("usage: units NUMBER FOLDER"))
	}
	n, err := strconv.Atoi(os.Args[1])
	fatal(err)
	dir := os.Args[2]
	fatal(os.MkdirAll(dir, 0o755))
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2025})
	fatal(err)
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < min(n, distinct); i += workers {
				r, err := report(form, i)
				fatal(err)
				var b bytes.Buffer
				fatal(gkxl.Template(&b, r))
				for k := i; k < n; k += distinct {
					data, err := renamed(b.Bytes(), i, k)
					fatal(err)
					fatal(os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.xlsx", k)), data, 0o644))
				}
			}
		})
	}
	wg.Wait()
}

func name(i int) string { return fmt.Sprintf("某市第%05d局", i) }
func code(i int) string { return fmt.Sprintf("U%05d", i) }

// renamed is the workbook of unit i as that of unit k.
func renamed(data []byte, i, k int) ([]byte, error) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	replace := strings.NewReplacer(name(i), name(k), code(i), code(k))
	for _, e := range zr.File {
		part, err := zr.Open(e.Name)
		if err != nil {
			return nil, err
		}
		was, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		is := replace.Replace(string(was))
		if is == string(was) {
			if err := zw.Copy(e); err != nil {
				return nil, err
			}
			continue
		}
		w, err := zw.CreateHeader(&zip.FileHeader{Name: e.Name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(w, is); err != nil {
			return nil, err
		}
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "units:", err)
		os.Exit(1)
	}
}

// report is that of unit i: most units have few requests, a few have hundreds.
func report(f *model.Form, i int) (*model.Report, error) {
	rng := rand.New(rand.NewPCG(uint64(i), 2025))
	r := model.NewReport(f)
	r.Organ, r.OrganType, r.Code, r.Year = name(i), "department", code(i), 2025
	scale := int64(1) << rng.IntN(9)
	at := map[string]int64{}
	for _, fd := range f.Fields {
		switch {
		case fd.Total != nil:
			continue
		case fd.Table.ID == "proactive" && fd.Row.ID == "rules":
		case fd.Kind == model.Amount:
			v, err := model.ParseNumber(fmt.Sprintf("%d.%02d", rng.Int64N(scale), rng.IntN(100)))
			if err != nil {
				return nil, err
			}
			r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: v}
			continue
		case rng.IntN(3) == 0:
			at[fd.ID] = rng.Int64N(scale)
		}
		r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(at[fd.ID])}
	}
	// What came in is what was answered and what is left.
	for _, fd := range f.Fields {
		if fd.Table.ID != "requests" || fd.Row.ID != "new" || fd.Total != nil {
			continue
		}
		sum := int64(0)
		for _, o := range f.FieldsOf(fd.Table) {
			if o.Column == fd.Column && o.Row.ID != "new" && o.Row.ID != "carried_in" && o.Total == nil {
				sum += at[o.ID]
			}
		}
		carried := min(sum, at["requests.carried_in."+fd.Column.ID])
		r.Values["requests.carried_in."+fd.Column.ID] = model.Value{State: model.IsNumber, Number: model.Int(carried)}
		r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(sum - carried)}
	}
	var b bytes.Buffer
	if err := gkxl.Template(&b, r); err != nil {
		return nil, err
	}
	r, err := pipeline.Import("", b.Bytes(), pipeline.Options{}) // with its totals
	if err != nil {
		return nil, err
	}
	figures, _, err := gkxl.Narrate(r, nil, "")
	if err != nil {
		return nil, err
	}
	r.Texts["overview"] = "本单位按照条例要求开展政府信息公开工作，及时更新门户网站和政务新媒体，公开指南和目录按季度修订。\n" + figures +
		"\n完善信息管理，发文时同步确定公开属性；加强平台建设，专栏由专人维护；监督保障到位，全年组织业务培训。"
	r.Texts["problems"] = "一是主动公开的深度不够，政策解读形式单一；二是答复的规范程度有待提高。下一步将加强业务学习，丰富解读形式，规范答复文书。"
	r.Texts["other"] = "本年度没有收取信息处理费。"
	return r, nil
}
