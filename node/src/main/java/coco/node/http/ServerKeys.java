package coco.node.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives the TLS engine the node's certificate. It can be replaced while connections are made: a handshake under way finishes
 * with the one before.
 */
final class ServerKeys extends X509ExtendedKeyManager {
    private record Loaded(String alias, List<X509Certificate> chain, PrivateKey key) {
        static Loaded of(TlsIdentity identity) {
            return new Loaded(identity.alias(), List.of(identity.x509Chain()), identity.privateKey());
        }
    }

    /** Written by {@link #replace}, read by handshakes. */
    private volatile Loaded current;

    private volatile @Nullable Loaded previous;

    ServerKeys(TlsIdentity identity) {
        this.current = Loaded.of(identity);
    }

    synchronized void replace(TlsIdentity identity) {
        var loaded = Loaded.of(identity);
        previous = current;
        current = loaded;
    }

    private @Nullable Loaded find(String alias) {
        var now = current;
        if (now.alias.equals(alias)) return now;
        var before = previous;
        return before != null && before.alias.equals(alias) ? before : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return chooseServerAlias(keyType, issuers, null);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keyType.startsWith("EC") ? current.alias : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        var loaded = find(alias);
        return loaded == null ? null : loaded.chain.toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        var loaded = find(alias);
        return loaded == null ? null : loaded.key;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {current.alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
