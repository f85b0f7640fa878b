package coco.evidence;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The real evidence in {@code data/tee}. The data folder is named by the system property or the environment variable
 * {@code COCO_SHARED_DATA}, and is {@code shared/data} beside the repository otherwise. Where it does not exist the test is
 * skipped with a line that says so; with {@code CI=true} it fails.
 */
public final class Samples {
    private Samples() {}

    public static Path folder() {
        var named = System.getProperty("COCO_SHARED_DATA", System.getenv("COCO_SHARED_DATA"));
        var folder = named != null ? Path.of(named) : beside();
        if (!Files.isDirectory(folder)) {
            assertNotEquals("true", System.getenv("CI"), "the data folder is missing: " + folder);
            assumeTrue(false, "skipped, the data folder is missing: " + folder);
        }
        return folder.resolve("tee");
    }

    public static Octets read(String name) {
        try {
            return Octets.of(Files.readAllBytes(folder().resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Certificates of a file in DER or PEM. */
    public static List<X509Certificate> certificates(String name) {
        try {
            var all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(name).toArray()));
            return all.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Surefire runs in the module's folder, an IDE may run in the root. */
    private static Path beside() {
        var root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && Files.exists(root.resolveSibling("pom.xml"))) root = root.getParent();
        return root.resolve("../shared/data").normalize();
    }
}
