import com.alibaba.excel.ExcelWriter;
import com.alibaba.excel.EasyExcel;
import com.alibaba.excel.write.metadata.WriteSheet;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Saves a workbook again by EasyExcel: Resave WAY FROM TO. By the way "values" every sheet is read into rows and written
 * from them; by the way "template" the file is the template of a filling that has nothing to fill.
 */
public class Resave {
    public static void main(String[] args) throws Exception {
        File from = new File(args[1]);
        File to = new File(args[2]);
        if (args[0].endsWith("template")) {
            EasyExcel.write(to).withTemplate(from).sheet().doFill(Map.of("nothing", ""));
            return;
        }
        List<String> names = new ArrayList<>();
        try (var reader = EasyExcel.read(from).build()) {
            reader.excelExecutor().sheetList().forEach(s -> names.add(s.getSheetName()));
        }
        try (ExcelWriter writer = EasyExcel.write(to).build()) {
            for (int i = 0; i < names.size(); i++) {
                List<Map<Integer, Object>> read = EasyExcel.read(from).sheet(i).headRowNumber(0).doReadSync();
                List<List<Object>> rows = new ArrayList<>();
                for (Map<Integer, Object> row : read) {
                    List<Object> cells = new ArrayList<>();
                    row.forEach((column, value) -> {
                        while (cells.size() < column) {
                            cells.add(null);
                        }
                        cells.add(value);
                    });
                    rows.add(cells);
                }
                WriteSheet sheet = EasyExcel.writerSheet(i, names.get(i)).needHead(false).build();
                writer.write(rows, sheet);
            }
        }
    }
}
