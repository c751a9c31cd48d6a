import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Judges sealed papers: `Judges ROOT.cer FOLDER` prints a line for each finding and ends with 1 where there is one. */
public final class Judges {
    private static final PDFAFlavour[] FLAVOURS = {PDFAFlavour.PDFA_2_A, PDFAFlavour.PDFUA_1};
    private final CertificateToken root;
    private int findings;

    private Judges(CertificateToken root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        Judges judges = new Judges(DSSUtils.loadCertificate(new File(arguments[0])));
        File[] papers = new File(arguments[1]).listFiles((folder, name) -> name.endsWith(".pdf"));
        for (File paper : papers) {
            for (PDFAFlavour flavour : FLAVOURS) {
                judges.judgeFile(paper, flavour);
            }
            judges.judgeSeal(paper);
        }
        System.out.println(papers.length + " papers, " + judges.findings + " findings");
        System.exit(papers.length > 0 && judges.findings == 0 ? 0 : 1);
    }

    private void judgeFile(File paper, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(paper), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            if (result.isCompliant()) {
                return;
            }
            Map<String, String> failed = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    failed.putIfAbsent(rule, assertion.getMessage());
                }
            }
            failed.forEach((rule, message) -> tell(paper, flavour.getId() + " " + rule + ": " + message));
        }
    }

    /** The seal is B-B, one, and valid up to our root. */
    private void judgeSeal(File paper) throws IOException {
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(paper));
        validator.setCertificateVerifier(verifier());
        SimpleReport report = validator.validateDocument(policy()).getSimpleReport();
        if (report.getSignatureIdList().size() != 1) {
            tell(paper, "DSS: " + report.getSignatureIdList().size() + " seals");
        }
        for (String id : report.getSignatureIdList()) {
            if (report.getIndication(id) != Indication.TOTAL_PASSED) {
                tell(paper, "DSS: " + report.getIndication(id) + " " + report.getSubIndication(id)
                        + " " + report.getAdESValidationErrors(id));
            }
            if (report.getSignatureFormat(id) != SignatureLevel.PAdES_BASELINE_B) {
                tell(paper, "DSS: " + report.getSignatureFormat(id));
            }
        }
    }

    private CommonCertificateVerifier verifier() {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(root);
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setAIASource(null);
        return verifier;
    }

    /** DSS's own policy, but that nobody is asked about revocation: the authority publishes none yet. */
    private static InputStream policy() throws IOException {
        try (InputStream own = Judges.class.getResourceAsStream("/policy/constraint.xml")) {
            String text = new String(own.readAllBytes(), StandardCharsets.UTF_8);
            String relaxed = text.replaceAll("<(RevocationDataAvailable|RevocationInfoAccessPresent) Level=\"\\w+\"", "<$1 Level=\"IGNORE\"");
            return new ByteArrayInputStream(relaxed.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void tell(File paper, String finding) {
        findings++;
        System.out.println(paper.getName() + ": " + finding);
    }
}
