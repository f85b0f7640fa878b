package coco.raft;

import coco.ledger.NodeId;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcSslContexts;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.ClientAuth;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContext;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContextBuilder;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;

/**
 * Mutual TLS between the nodes: the JDK's implementation, version 1.3 only (RFC 8446), the node key on both sides, trust by
 * lease, no resumption. A resumed connection would skip the look into the lease table.
 */
final class PeerTls {
    private static final String TLS_1_3 = "TLSv1.3";

    /** A ticket may live for seven days at most (RFC 8446, 4.6.1): the JDK issues none where a session lasts longer. */
    private static final Duration SESSION_TOO_LONG_FOR_TICKETS = Duration.ofDays(8);

    private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);

    private final RaftSettings settings;
    private final RefusalCounts refusals = new RefusalCounts();
    private final LeaseTrust trust;
    private final NodeKey key;

    PeerTls(RaftSettings settings) {
        this.settings = settings;
        trust = new LeaseTrust(settings.leases(), refusals);
        key = new NodeKey(settings.key(), settings.certificate());
    }

    RefusalCounts refusals() {
        return refusals;
    }

    /** Cuts the outgoing connections of a node whose lease ends, then tells {@code next}. */
    void onRevoked(Consumer<NodeId> next) {
        settings.leases().onRevoked(node -> {
            trust.cut(node);
            next.accept(node);
        });
    }

    void configure(Parameters parameters, PeerGate gate) throws SSLException {
        var outgoing = GrpcTlsConfig.newBuilder()
                .setKeyManager(key)
                .setTrustManager(trust)
                .setMutualTls(true)
                .setSslProvider(SslProvider.JDK)
                .setProtocols(TLS_1_3)
                .build();
        GrpcConfigKeys.TLS.setConf(parameters, outgoing);
        var incoming = incoming();
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, (builder, _) -> builder.sslContext(incoming)
                .handshakeTimeout(HANDSHAKE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .intercept(gate));
    }

    /** Ratis's own configuration has no say in tickets. */
    private SslContext incoming() throws SSLException {
        var builder = SslContextBuilder.forServer(key)
                .trustManager(trust)
                .clientAuth(ClientAuth.REQUIRE)
                .sessionTimeout(SESSION_TOO_LONG_FOR_TICKETS.toSeconds());
        return GrpcSslContexts.configure(builder, SslProvider.JDK)
                .protocols(List.of(TLS_1_3))
                .build();
    }

    /** The certificate of {@code chain} that the lease is looked up by. */
    static X509Certificate leaf(X509Certificate[] chain) {
        return chain[0];
    }
}
