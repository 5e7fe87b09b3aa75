import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ofdrw.converter.export.ImageExporter;
import org.ofdrw.converter.export.PDFExporterIText;
import org.ofdrw.converter.export.PDFExporterPDFBox;
import org.ofdrw.reader.ContentExtractor;
import org.ofdrw.reader.OFDReader;

/** Reads OFD files: X.ofd gives X.ofd.txt, X.ofd.pdfbox.pdf, X.ofd.itext.pdf, X.ofd.attached and the folder X.ofd.pictures. */
public final class Convert {
	public static void main(String[] files) throws Exception {
		for (String file : files) {
			Path in = Path.of(file);
			try (OFDReader reader = new OFDReader(in); PrintStream out = new PrintStream(file + ".txt", StandardCharsets.UTF_8)) {
				ContentExtractor extractor = new ContentExtractor(reader);
				for (int page = 1; page <= reader.getNumberOfPages(); page++) {
					extractor.getPageContent(page).forEach(out::println);
					out.print('\f');
				}
				if (reader.getAttachment("report.json") != null) {
					Files.copy(reader.getAttachmentFile(reader.getAttachment("report.json")), Path.of(file + ".attached"));
				}
			}
			try (PDFExporterPDFBox out = new PDFExporterPDFBox(in, Path.of(file + ".pdfbox.pdf"))) {
				out.export();
			}
			try (PDFExporterIText out = new PDFExporterIText(in, Path.of(file + ".itext.pdf"))) {
				out.export();
			}
			try (ImageExporter out = new ImageExporter(in, Path.of(file + ".pictures"), "BMP", 4)) {
				out.export();
			}
		}
	}
}
