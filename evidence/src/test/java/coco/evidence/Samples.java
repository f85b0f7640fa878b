package coco.evidence;

import coco.testdata.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** The real evidence in the shared data. Tests read it into fields of theirs: where there is none, a static one could not skip them. */
public final class Samples {
    private Samples() {}

    public static Path folder() {
        return SharedData.folder("tee");
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
}
