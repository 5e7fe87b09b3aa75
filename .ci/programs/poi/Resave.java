import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Saves a workbook again by Apache POI: Resave WAY FROM TO. */
public class Resave {
    public static void main(String[] args) throws Exception {
        try (var in = new FileInputStream(args[1]); var book = new XSSFWorkbook(in)) {
            if (args[0].equals("poi-evaluated")) {
                book.getCreationHelper().createFormulaEvaluator().evaluateAll();
            }
            try (var out = new FileOutputStream(new File(args[2]))) {
                book.write(out);
            }
        }
    }
}
