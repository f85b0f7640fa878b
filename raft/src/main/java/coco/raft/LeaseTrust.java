package coco.raft;

import coco.ledger.NodeId;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts who holds a lease. Names, issuers and dates of a certificate say nothing here: the handshake proves the key, the
 * lease table knows whose it is.
 */
final class LeaseTrust extends X509ExtendedTrustManager {
    private final Leases leases;
    private final RefusalCounts refusals;

    /** Outgoing connections by the node they lead to; garbage when the connection is. Each set is guarded by itself. */
    private final Map<NodeId, Set<SSLEngine>> outgoing = new ConcurrentHashMap<>();

    LeaseTrust(Leases leases, RefusalCounts refusals) {
        this.leases = leases;
        this.refusals = refusals;
    }

    /** Nothing leaves on these connections any more; what is in flight has left. */
    void cut(NodeId node) {
        for (var engine : engines(node)) engine.closeOutbound();
    }

    private List<SSLEngine> engines(NodeId node) {
        var engines = outgoing.remove(node);
        if (engines == null) return List.of();
        synchronized (engines) {
            return List.copyOf(engines);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        holder(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        var node = holder(chain);
        outgoing.computeIfAbsent(node, _ -> Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>())))
                .add(engine);
        holder(chain); // the lease may have ended before the connection was known to cut
    }

    private NodeId holder(X509Certificate[] chain) throws CertificateException {
        var node = chain.length == 0 ? null : leases.holder(PeerTls.leaf(chain));
        if (node != null) return node;
        refusals.count(Refusal.HANDSHAKE);
        throw new CertificateException("no lease for this certificate");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        holder(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        holder(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        holder(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        holder(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
