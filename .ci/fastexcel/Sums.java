import cn.idev.excel.ExcelReader;
import cn.idev.excel.FastExcel;
import cn.idev.excel.context.AnalysisContext;
import cn.idev.excel.enums.ReadDefaultReturnEnum;
import cn.idev.excel.read.listener.ReadListener;
import cn.idev.excel.read.metadata.ReadSheet;
import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Adds up the same cells of all workbooks of a folder: Sums CELLS FOLDER THREADS, where a line of CELLS is name,
 * sheet, row and column, counted from 0 and separated by tabs. Only the sheets that hold such cells are read.
 */
public class Sums {
    record Cell(String name, int row, int column) {}

    static final Map<String, List<Cell>> cells = new LinkedHashMap<>(); // by sheet

    static class Adder implements ReadListener<Map<Integer, Object>> {
        final Map<String, BigDecimal> sums = new HashMap<>();
        Map<Integer, List<Cell>> rows;

        @Override
        public void invoke(Map<Integer, Object> row, AnalysisContext context) {
            for (Cell c : rows.getOrDefault(context.readRowHolder().getRowIndex(), List.of())) {
                if (row.get(c.column) instanceof BigDecimal number) {
                    sums.merge(c.name, number, BigDecimal::add);
                }
            }
        }

        @Override
        public void doAfterAllAnalysed(AnalysisContext context) {}
    }

    static Map<String, BigDecimal> read(List<File> files) {
        Adder adder = new Adder();
        for (File f : files) {
            try (ExcelReader reader = FastExcel.read(f, adder).headRowNumber(0)
                    .readDefaultReturn(ReadDefaultReturnEnum.ACTUAL_DATA).build()) {
                for (ReadSheet sheet : reader.excelExecutor().sheetList()) {
                    List<Cell> wanted = cells.get(sheet.getSheetName());
                    if (wanted == null) {
                        continue;
                    }
                    adder.rows = new HashMap<>();
                    wanted.forEach(c -> adder.rows.computeIfAbsent(c.row, r -> new ArrayList<>()).add(c));
                    reader.read(sheet);
                }
            }
        }
        return adder.sums;
    }

    public static void main(String[] args) throws Exception {
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            String[] p = line.split("\t");
            cells.computeIfAbsent(p[1], s -> new ArrayList<>())
                    .add(new Cell(p[0], Integer.parseInt(p[2]), Integer.parseInt(p[3])));
        }
        File[] files = new File(args[1]).listFiles((dir, name) -> name.endsWith(".xlsx"));
        Arrays.sort(files);
        int threads = Integer.parseInt(args[2]);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Callable<Map<String, BigDecimal>>> parts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            List<File> part = new ArrayList<>();
            for (int k = i; k < files.length; k += threads) {
                part.add(files[k]);
            }
            parts.add(() -> read(part));
        }
        Map<String, BigDecimal> sums = new java.util.TreeMap<>();
        for (Future<Map<String, BigDecimal>> f : pool.invokeAll(parts)) {
            f.get().forEach((name, n) -> sums.merge(name, n, BigDecimal::add));
        }
        pool.shutdown();
        sums.forEach((name, n) -> System.out.println(name + "\t" + n.stripTrailingZeros().toPlainString()));
    }
}
