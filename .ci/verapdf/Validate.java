import java.io.FileInputStream;
import java.io.InputStream;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates files against PDF/A-3a and PDF/UA-1, one line for each, and what failed. */
public final class Validate {
	public static void main(String[] files) throws Exception {
		VeraGreenfieldFoundryProvider.initialise();
		int failed = 0;
		for (String file : files) {
			for (PDFAFlavour flavour : List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1)) {
				try (InputStream in = new FileInputStream(file);
						PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
						PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
					ValidationResult result = validator.validate(parser);
					System.out.println((result.isCompliant() ? "ok   " : "FAIL ") + flavour + " " + file);
					if (result.isCompliant()) {
						continue;
					}
					failed++;
					for (TestAssertion a : result.getTestAssertions()) {
						System.out.println("     " + a.getRuleId().getClause() + "-" + a.getRuleId().getTestNumber() + " " + a.getMessage()
							+ " " + a.getErrorMessage() + " at " + (a.getLocation() == null ? "" : a.getLocation().getContext()));
					}
				}
			}
		}
		System.exit(failed == 0 ? 0 : 1);
	}
}
