package coco.raft;

import coco.ledger.NodeId;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A node key on P-256 with a certificate it signed itself. */
record Identity(PrivateKey key, X509Certificate certificate) {
    static Identity create() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var name = new X500Principal("CN=node");
            var begin = Instant.EPOCH;
            var end = begin.plus(36_500, ChronoUnit.DAYS);
            var builder = new JcaX509v3CertificateBuilder(
                    name, BigInteger.ONE, Date.from(begin), Date.from(end), name, pair.getPublic());
            var signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            return new Identity(pair.getPrivate(), new JcaX509CertificateConverter().getCertificate(signed));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    NodeId node() {
        return RaftSettings.nodeOf(certificate);
    }
}
