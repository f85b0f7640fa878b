package coco.node.http;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client has shown of itself, not judged yet.
 *
 * @param chain the certificates of its TLS session, its own first; it has proven that it holds the key of the first. Empty for none
 * @param authorization the header of that name; null for none
 * @param token from the path, for wallets; null for none
 */
public record Credentials(
        List<X509Certificate> chain,
        @Nullable String authorization,
        @Nullable String token) {
    public static final Credentials NONE = new Credentials(List.of(), null, null);

    public Credentials {
        chain = List.copyOf(chain);
    }

    /** Names no content: only of what kind they are. */
    @Override
    public String toString() {
        return "Credentials(certificates " + chain.size() + ", authorization " + (authorization != null) + ", token "
                + (token != null) + ")";
    }
}
