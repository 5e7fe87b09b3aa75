import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.xmlbeans.XmlError;
import org.apache.xmlbeans.XmlObject;
import org.apache.xmlbeans.XmlOptions;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.*;

/** Validates the parts of Word documents against the schemas of the format. */
public class Validate {
    interface Parser { XmlObject parse(InputStream in) throws Exception; }

    public static void main(String[] files) throws Exception {
        Map<String, Parser> parts = new LinkedHashMap<>();
        parts.put("word/document.xml", DocumentDocument.Factory::parse);
        parts.put("word/styles.xml", StylesDocument.Factory::parse);
        parts.put("word/settings.xml", SettingsDocument.Factory::parse);
        parts.put("word/fontTable.xml", FontsDocument.Factory::parse);
        parts.put("word/header1.xml", HdrDocument.Factory::parse);
        parts.put("word/footer1.xml", FtrDocument.Factory::parse);
        boolean failed = false;
        for (String file : files) {
            try (ZipFile zip = new ZipFile(file)) {
                for (Map.Entry<String, Parser> part : parts.entrySet()) {
                    ZipEntry entry = zip.getEntry(part.getKey());
                    List<String> errors = new ArrayList<>();
                    if (entry == null) {
                        errors.add("is missing");
                    } else {
                        try (InputStream in = zip.getInputStream(entry)) {
                            List<XmlError> found = new ArrayList<>();
                            part.getValue().parse(in).validate(new XmlOptions().setErrorListener(found));
                            for (XmlError e : found) {
                                errors.add(e.getMessage());
                            }
                        }
                    }
                    for (String e : errors.subList(0, Math.min(5, errors.size()))) {
                        System.out.println("FAIL " + file + " " + part.getKey() + ": " + e);
                    }
                    failed |= !errors.isEmpty();
                }
            }
        }
        System.exit(failed ? 1 : 0);
    }
}
