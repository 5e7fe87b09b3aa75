module github.com/gkxl/gkxl

go 1.26.0
