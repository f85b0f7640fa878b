package coco.node.http;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.SigningKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Somebody with a key and a certificate, and those that vouch for it. */
record Actor(SigningKey key, Certificate certificate, List<Certificate> above) {
    // One moment for all certificates of a run, near the true one: TLS clients ask the clock.
    @SuppressWarnings("TimeInStaticInitializer")
    static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static final char[] NO_PASSWORD = {};

    static Actor selfSigned(String name) {
        var key = SigningKey.generate(Curve.P256);
        return new Actor(key, spec(name, false, NOW.plus(1, ChronoUnit.DAYS)).selfSigned(key), List.of());
    }

    static Actor authority(String name) {
        var key = SigningKey.generate(Curve.P256);
        return new Actor(key, spec(name, true, NOW.plus(1, ChronoUnit.DAYS)).selfSigned(key), List.of());
    }

    static Actor expired(String name) {
        var key = SigningKey.generate(Curve.P256);
        return new Actor(key, spec(name, false, NOW.minusSeconds(1)).selfSigned(key), List.of());
    }

    Actor issues(String name, boolean authority) {
        var theirs = SigningKey.generate(Curve.P256);
        var issued =
                spec(name, authority, NOW.plus(1, ChronoUnit.DAYS)).issuedBy(certificate, key, theirs.verifyingKey());
        var chain = new ArrayList<Certificate>();
        chain.add(certificate);
        chain.addAll(above);
        return new Actor(theirs, issued, chain);
    }

    private static CertificateSpec spec(String name, boolean authority, Instant until) {
        return new CertificateSpec(
                "CN=" + name,
                authority ? List.of() : List.of("iPAddress:127.0.0.1", "dNSName:localhost"),
                NOW.minus(1, ChronoUnit.DAYS),
                until,
                authority,
                Optional.empty());
    }

    TlsIdentity identity() {
        return new TlsIdentity(List.of(certificate), key);
    }

    List<X509Certificate> chain() {
        var chain = new ArrayList<X509Certificate>();
        chain.add(TlsIdentity.x509(certificate.der().unsafeArray()));
        for (var one : above) chain.add(TlsIdentity.x509(one.der().unsafeArray()));
        return chain;
    }

    Bytes tableKey() {
        return CallerTables.key(certificate.fingerprint());
    }

    Bytes pem() {
        return Bytes.ofUtf8(certificate.pem());
    }

    /** TLS of a client that shows this certificate and trusts that server. */
    SSLContext tls(Actor server) throws GeneralSecurityException, IOException {
        var store = emptyStore();
        store.setKeyEntry("me", identity().privateKey(), NO_PASSWORD, chain().toArray(X509Certificate[]::new));
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, NO_PASSWORD);
        return tls(keys, server);
    }

    /** TLS of a client that shows no certificate. */
    static SSLContext anonymousTls(Actor server) throws GeneralSecurityException, IOException {
        return tls(null, server);
    }

    private static SSLContext tls(@org.jspecify.annotations.Nullable KeyManagerFactory keys, Actor server)
            throws GeneralSecurityException, IOException {
        var trusted = emptyStore();
        trusted.setCertificateEntry("server", server.chain().getFirst());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
