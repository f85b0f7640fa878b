package coco.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.SigningKey;
import coco.evm.chain.SigningAccount;
import coco.ledger.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One member, who owns all nodes, and the genesis it starts the network with. Owner: the test. */
final class Consortium {
    static final long CHAIN = 4242;

    /** The private key of the first of {@link #ACCOUNTS}. */
    static final Digest KEY = secret(0);

    /** The Ethereum accounts that have funds. */
    static final List<SigningAccount> ACCOUNTS = List.of(account(0), account(1), account(2));

    private static SigningAccount account(int number) {
        return SigningAccount.of(secret(number).toArray());
    }

    private static Digest secret(int number) {
        return Digest.sha256(("coco end to end " + number).getBytes(UTF_8));
    }

    private final SigningKey key = SigningKey.generate(Curve.P256);
    private final Certificate certificate;
    private final List<String> nodes = new ArrayList<>();

    private final Map<String, Digest> tokens;

    /** Callers without a name may read and write. */
    Consortium() {
        this(Map.of());
    }

    /** @param tokens of users, by name; where there are any, nobody else may do anything */
    Consortium(Map<String, Digest> tokens) {
        this.tokens = Map.copyOf(tokens);
        var now = Instant.now();
        certificate = new CertificateSpec(
                        "CN=member",
                        List.of(),
                        now.minus(Duration.ofHours(1)),
                        now.plus(Duration.ofDays(1)),
                        false,
                        Optional.empty())
                .selfSigned(key);
    }

    /** The member's id: SHA-256 of its certificate. */
    String member() {
        return certificate.fingerprint().toHex();
    }

    /** Puts a node into the list of nodes, signed by its owner (SPEC N5). */
    void vouch(NodeId node, String peerAddress) {
        var owner = member();
        var signed = Bytes.ofUtf8("coco validating node\n" + node + "\n" + peerAddress + "\n" + owner);
        var signature = Base64.getEncoder().encodeToString(key.signMessage(signed.toArray()));
        nodes.add("""
                {"node": "%s", "peer": "%s", "owner": "%s", "signature": "%s"}""".formatted(node, peerAddress, owner, signature));
    }

    /** The genesis file, with the software TEE. */
    String genesis(Digest measurement) {
        return """
                {
                  "members": ["%s"],
                  "nodes": [%s],
                  "code_manifest": ["%s"],
                  "tee_manifest": ["software"],
                  "settings": {"allow_software_tee": true, "anonymous": %s, "dev": true},
                  "tokens": {%s},
                  "ethereum": %s
                }
                """.formatted(
                        certificate.pem().replace("\n", "\\n"),
                        String.join(",\n", nodes),
                        measurement.toHex(),
                        tokens.isEmpty(),
                        tokens(),
                        ethereum());
    }

    private String tokens() {
        return tokens.entrySet().stream()
                .map(token -> "\"" + token.getKey() + "\": \"" + token.getValue() + "\"")
                .collect(Collectors.joining(", "));
    }

    /** A chain of today's rules on which gas costs nothing, and accounts with funds. */
    private static String ethereum() {
        var blocks = Stream.of(
                        "homestead",
                        "eip150",
                        "eip155",
                        "eip158",
                        "byzantium",
                        "constantinople",
                        "petersburg",
                        "istanbul",
                        "berlin",
                        "london")
                .map(fork -> "\"" + fork + "Block\": 0");
        var times = Stream.of("shanghai", "cancun", "prague", "osaka").map(fork -> "\"" + fork + "Time\": 0");
        return """
                {
                  "config": {"chainId": %d, "terminalTotalDifficulty": 0, %s},
                  "difficulty": "0x0", "gasLimit": "0x3b9aca00", "baseFeePerGas": "0x0", "timestamp": "0x0",
                  "extraData": "0x", "nonce": "0x0",
                  "alloc": {%s}
                }""".formatted(
                        CHAIN,
                        Stream.concat(blocks, times).collect(Collectors.joining(", ")),
                        ACCOUNTS.stream()
                                .map(account -> "\"%s\": {\"balance\": \"0xffffffff\"}".formatted(account.address()))
                                .collect(Collectors.joining(", ")));
    }
}
