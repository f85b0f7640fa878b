package coco.node.peer;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.TxId;
import coco.spi.Answer;
import coco.spi.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What nodes say to each other. A frame is u32 size, u64 correlation, u8 kind, then the fields in order; byte strings
 * stand behind a u32 size. The
 * first frame each way is {@link Hello}, which also names the version of all that follows.
 */
public sealed interface PeerMessage {
    int VERSION = 2;

    /**
     * Who speaks.
     *
     * @param network digest of the genesis entry; zero where the speaker has none yet
     * @param constitution digest of the constitution by which the speaker judges; zero where it has none yet
     * @param evidence encoded, bound to this connection and to all else that is said here, see {@link Binding}
     * @param encryptionKey the HPKE key epochs are to be opened to
     */
    record Hello(
            int version,
            Digest network,
            Digest constitution,
            Bytes evidence,
            Bytes encryptionKey,
            String peerAddress,
            String logAddress,
            String httpAddress)
            implements PeerMessage {
        Hello with(Bytes other) {
            return new Hello(
                    version, network, constitution, other, encryptionKey, peerAddress, logAddress, httpAddress);
        }
    }

    /** A joining node asks to be trusted; it is the one whose {@link Hello} came. */
    record Join() implements PeerMessage {}

    /** The joiner is trusted; the service key is encrypted (HPKE) to its key. */
    record Admitted(Digest network, Bytes serviceKey, String serviceCertificate) implements PeerMessage {}

    /** Ask there. */
    record Elsewhere(String peerAddress) implements PeerMessage {}

    record Refused(String reason) implements PeerMessage {}

    /** A client's request for the leader, with the caller that the sender has proven. */
    record Forward(String caller, String protocol, Bytes request, Bytes submissionId, long deadlineMillis)
            implements PeerMessage {}

    record Answered(Answer answer) implements PeerMessage {}

    /** Asks for a part of a snapshot that reaches at least the Raft index; offset 0 has a new one made. */
    record WantSnapshot(long raftIndex, long offset) implements PeerMessage {}

    /** A part of a snapshot; {@code total} bytes in all. */
    record SnapshotPart(long total, long offset, Bytes bytes) implements PeerMessage {}

    /** Asks for entries from {@code first} on. */
    record WantEntries(long first, long last) implements PeerMessage {}

    record EntriesPart(List<Bytes> entries) implements PeerMessage {}

    private int kind() {
        return switch (this) {
            case Hello hello -> 1;
            case Join join -> 2;
            case Admitted admitted -> 3;
            case Elsewhere elsewhere -> 4;
            case Refused refused -> 5;
            case Forward forward -> 6;
            case Answered answered -> 7;
            case WantSnapshot want -> 8;
            case SnapshotPart part -> 9;
            case WantEntries want -> 10;
            case EntriesPart part -> 11;
        };
    }

    /** Kind and fields. */
    default byte[] encode() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(kind());
            switch (this) {
                case Hello(
                        var version,
                        var network,
                        var constitution,
                        var evidence,
                        var key,
                        var peer,
                        var log,
                        var http) -> {
                    out.writeInt(version);
                    out.write(network.unsafeArray());
                    out.write(constitution.unsafeArray());
                    put(out, evidence);
                    put(out, key);
                    put(out, peer);
                    put(out, log);
                    put(out, http);
                }
                case Join() -> {}
                case Admitted(var network, var key, var certificate) -> {
                    out.write(network.unsafeArray());
                    put(out, key);
                    put(out, certificate);
                }
                case Elsewhere(var address) -> put(out, address);
                case Refused(var reason) -> put(out, reason);
                case Forward(var caller, var protocol, var request, var id, var deadline) -> {
                    put(out, caller);
                    put(out, protocol);
                    put(out, request);
                    put(out, id);
                    out.writeLong(deadline);
                }
                case Answered(var answer) -> put(out, answer);
                case WantSnapshot(var index, var offset) -> {
                    out.writeLong(index);
                    out.writeLong(offset);
                }
                case SnapshotPart(var total, var offset, var part) -> {
                    out.writeLong(total);
                    out.writeLong(offset);
                    put(out, part);
                }
                case WantEntries(var first, var last) -> {
                    out.writeLong(first);
                    out.writeLong(last);
                }
                case EntriesPart(var entries) -> {
                    out.writeInt(entries.size());
                    for (var entry : entries) put(out, entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory takes all bytes", e);
        }
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, Answer answer) throws IOException {
        switch (answer) {
            case Answer.Committed(var txId, var reply) -> {
                out.writeByte(1);
                put(out, txId.toString());
                put(out, reply);
            }
            case Answer.Refused(var rejection) -> {
                out.writeByte(2);
                out.writeInt(rejection.status());
                put(out, rejection.code());
                put(out, rejection.message());
                put(out, rejection.data());
            }
            case Answer.NotExecuted(var reason) -> {
                out.writeByte(3);
                put(out, reason);
            }
            case Answer.Invalid(var txId) -> {
                out.writeByte(4);
                put(out, txId.toString());
            }
            case Answer.Unknown(var txId) -> {
                out.writeByte(5);
                put(out, txId);
            }
        }
    }

    private static void put(DataOutputStream out, Bytes bytes) throws IOException {
        out.writeInt(bytes.size());
        out.write(bytes.unsafeArray());
    }

    private static void put(DataOutputStream out, String text) throws IOException {
        put(out, Bytes.ofUtf8(text));
    }

    /** @throws MalformedException for anything that {@link #encode} would not write */
    static PeerMessage decode(byte[] bytes) throws MalformedException {
        var in = ByteBuffer.wrap(bytes);
        try {
            var message = read(in);
            if (in.hasRemaining()) throw new MalformedException("bytes behind a peer's message");
            return message;
        } catch (BufferUnderflowException e) {
            throw new MalformedException("a peer's message ends early", e);
        }
    }

    private static PeerMessage read(ByteBuffer in) throws MalformedException {
        var kind = in.get();
        return switch (kind) {
            case 1 -> {
                var version = in.getInt();
                if (version != VERSION) throw new MalformedException("the peer speaks version " + version);
                yield new Hello(version, digest(in), digest(in), bytes(in), bytes(in), text(in), text(in), text(in));
            }
            case 2 -> new Join();
            case 3 -> new Admitted(digest(in), bytes(in), text(in));
            case 4 -> new Elsewhere(text(in));
            case 5 -> new Refused(text(in));
            case 6 -> new Forward(text(in), text(in), bytes(in), bytes(in), in.getLong());
            case 7 -> new Answered(answer(in));
            case 8 -> new WantSnapshot(in.getLong(), in.getLong());
            case 9 -> new SnapshotPart(in.getLong(), in.getLong(), bytes(in));
            case 10 -> new WantEntries(in.getLong(), in.getLong());
            case 11 -> {
                var count = in.getInt();
                if (count < 0 || count > in.remaining() / 4)
                    throw new MalformedException("a peer's count is out of range");
                var entries = new ArrayList<Bytes>(count);
                for (var i = 0; i < count; i++) entries.add(bytes(in));
                yield new EntriesPart(List.copyOf(entries));
            }
            default -> throw new MalformedException("a peer's message of unknown kind " + kind);
        };
    }

    private static Answer answer(ByteBuffer in) throws MalformedException {
        var kind = in.get();
        return switch (kind) {
            case 1 -> new Answer.Committed(TxId.parse(text(in)), bytes(in));
            case 2 -> new Answer.Refused(new Rejection(in.getInt(), text(in), text(in), bytes(in)));
            case 3 -> new Answer.NotExecuted(text(in));
            case 4 -> new Answer.Invalid(TxId.parse(text(in)));
            case 5 -> new Answer.Unknown(text(in));
            default -> throw new MalformedException("an answer of unknown kind " + kind);
        };
    }

    private static Digest digest(ByteBuffer in) throws MalformedException {
        var bytes = new byte[Digest.SIZE];
        in.get(bytes);
        return Digest.of(bytes);
    }

    private static Bytes bytes(ByteBuffer in) throws MalformedException {
        var size = in.getInt();
        if (size < 0 || size > in.remaining())
            throw new MalformedException("a piece passes the end of a peer's message");
        var bytes = new byte[size];
        in.get(bytes);
        return Bytes.unsafeWrap(bytes);
    }

    private static String text(ByteBuffer in) throws MalformedException {
        return bytes(in).toUtf8();
    }
}
