package coco.ledger;

import coco.crypto.AeadKey;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Entries as bytes, all numbers little endian.
 *
 * <pre>
 * header   u8 version 1, u8 flags ({@link Cut}), u48 size of the rest
 * GCM      16-byte tag, 12-byte nonce (u64 seqno, u32 view; the top bit marks a snapshot)
 * u64      size of the public domain
 * public   u8 {@link EntryType}, i64 seqno, [claims digest], [evidence digest], i64 dependency, maps
 * private  maps, encrypted
 * map      name, i64 read version, u64 reads (0), u64 writes, (key, value)*, u64 removes, key*
 * </pre>
 *
 * Names, keys and values stand behind their length, a u64.
 */
public final class EntryCodec {
    public static final int HEADER_SIZE = 8;
    /** Offset of the public domain in an entry. */
    public static final int PUBLIC_BEGIN = HEADER_SIZE + AeadKey.TAG_SIZE + AeadKey.NONCE_SIZE + 8;
    /** Bytes of the largest entry that is read, with its header. */
    public static final int SIZE_MAX = 256 << 20;

    private static final int VERSION = 1;
    private static final int NONCE_BEGIN = HEADER_SIZE + AeadKey.TAG_SIZE;
    private static final int MAP_SIZE_MIN = 4 * 8;

    private EntryCodec() {}

    /** The size of the whole entry whose header begins at {@code offset}. */
    static long sizeAt(byte[] file, int offset) throws MalformedException {
        if (file.length - offset < HEADER_SIZE) throw new MalformedException("the entry's header is cut off");
        var header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(offset);
        if ((header & 0xff) != VERSION) throw new MalformedException("unknown version in an entry's header");
        Cut.ofFlags((int) (header >>> 8 & 0xff));
        var size = HEADER_SIZE + (header >>> 16);
        if (size < PUBLIC_BEGIN) throw new MalformedException("the entry is too small");
        if (size > SIZE_MAX) throw new MalformedException("the entry is too large");
        return size;
    }

    /** Reads one whole entry of the ledger. */
    public static Entry decode(Bytes bytes) throws MalformedException {
        var array = bytes.unsafeArray();
        if (sizeAt(array, 0) != array.length) throw new MalformedException("the entry's size is wrong");
        var buffer = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
        var publicSize = buffer.getLong(PUBLIC_BEGIN - 8);
        if (publicSize < 0 || publicSize > array.length - PUBLIC_BEGIN)
            throw new MalformedException("the public domain's size is wrong");
        var publicEnd = PUBLIC_BEGIN + (int) publicSize;
        var in = new ByteReader(array, PUBLIC_BEGIN, publicEnd);
        var type = EntryType.ofByte(in.u8());
        if (type == EntryType.SNAPSHOT) throw new MalformedException("a snapshot is no entry of the ledger");
        var txId = txIdOf(buffer);
        if (in.i64() != txId.seqno().value()) throw new MalformedException("the entry names two seqnos");
        var claims = type.hasClaims() ? Optional.of(in.digest()) : Optional.<Digest>empty();
        var evidence = type.hasEvidence() ? Optional.of(in.digest()) : Optional.<Digest>empty();
        var dependency = in.i64();
        var maps = readMaps(in, true);
        var cut = Cut.ofFlags(array[1] & 0xff);
        return new Entry(bytes, txId, cut, type, claims, evidence, dependency, maps, new Entry.Body(publicEnd));
    }

    /** The seqno of the state in a snapshot's frame. */
    static Seqno snapshotSeqno(Bytes frame) throws MalformedException {
        var array = frame.unsafeArray();
        var in = new ByteReader(array, PUBLIC_BEGIN, array.length);
        if (EntryType.ofByte(in.u8()) != EntryType.SNAPSHOT) throw new MalformedException("not a snapshot");
        var seqno = in.i64();
        var buffer = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
        if (seqno < 1 || buffer.getLong(NONCE_BEGIN) != seqno)
            throw new MalformedException("the snapshot names two seqnos");
        if (buffer.getInt(NONCE_BEGIN + 8) >= 0) throw new MalformedException("the snapshot's nonce is an entry's");
        return new Seqno(seqno);
    }

    private static TxId txIdOf(ByteBuffer entry) throws MalformedException {
        var seqno = entry.getLong(NONCE_BEGIN);
        var view = entry.getInt(NONCE_BEGIN + 8);
        if (seqno < 1 || view < 0) throw new MalformedException("the entry's nonce is no transaction id");
        return TxId.of(view, seqno);
    }

    /** Our own form: {@link EntryType#CLAIMS_AND_EVIDENCE}, dependency 0. */
    static byte[] publicDomain(TxId txId, Digest claims, Digest evidence, List<MapWrites> maps) {
        var out = new ByteWriter();
        out.u8(EntryType.CLAIMS_AND_EVIDENCE.code()).i64(txId.seqno().value());
        out.digest(claims).digest(evidence).i64(0);
        for (var map : maps) writeMap(out, map);
        return out.toArray();
    }

    static byte[] mapsOf(List<MapWrites> maps) {
        var out = new ByteWriter();
        for (var map : maps) writeMap(out, map);
        return out.toArray();
    }

    /** Puts the pieces of an entry together. */
    static Bytes frame(Cut cut, byte[] nonce, byte[] tag, byte[] publicDomain, byte[] privateDomain) {
        var size = (long) PUBLIC_BEGIN + publicDomain.length + privateDomain.length;
        if (size > SIZE_MAX) throw new IllegalArgumentException("the entry is too large: " + size);
        var out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(VERSION | (long) cut.flags() << 8 | size - HEADER_SIZE << 16);
        out.put(tag).put(nonce).putLong(publicDomain.length);
        out.put(publicDomain).put(privateDomain);
        return Bytes.unsafeWrap(out.array());
    }

    /** The nonce of an entry: u64 seqno, u32 view. */
    static byte[] nonce(TxId txId) {
        return ByteBuffer.allocate(AeadKey.NONCE_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(txId.seqno().value())
                .putInt((int) txId.view().value())
                .array();
    }

    static byte[] publicDomainOf(Entry entry) {
        return Arrays.copyOfRange(
                entry.bytes().unsafeArray(), PUBLIC_BEGIN, entry.body().publicEnd());
    }

    /** The ciphertext of the private domain and the tag after it. */
    static byte[] sealedOf(Entry entry) {
        var array = entry.bytes().unsafeArray();
        var cipher = array.length - entry.body().publicEnd();
        var sealed = new byte[cipher + AeadKey.TAG_SIZE];
        System.arraycopy(array, entry.body().publicEnd(), sealed, 0, cipher);
        System.arraycopy(array, HEADER_SIZE, sealed, cipher, AeadKey.TAG_SIZE);
        return sealed;
    }

    private static void writeMap(ByteWriter out, MapWrites map) {
        out.sized(Bytes.ofUtf8(map.table())).i64(map.readVersion()).i64(0);
        out.i64(map.writes().size());
        for (var write : map.writes().entrySet()) out.sized(write.getKey()).sized(write.getValue());
        out.i64(map.removes().size());
        for (var key : map.removes()) out.sized(key);
    }

    static List<MapWrites> readMaps(byte[] maps, boolean inClear) throws MalformedException {
        return readMaps(new ByteReader(maps, 0, maps.length), inClear);
    }

    private static List<MapWrites> readMaps(ByteReader in, boolean inClear) throws MalformedException {
        var maps = new ArrayList<MapWrites>();
        var tables = new HashSet<String>();
        while (!in.isAtEnd()) {
            var map = readMap(in);
            if (!tables.add(map.table())) throw new MalformedException("a table is changed twice: " + map.table());
            if (map.isPublic() != inClear)
                throw new MalformedException("a table is in the wrong domain: " + map.table());
            maps.add(map);
        }
        return maps;
    }

    private static MapWrites readMap(ByteReader in) throws MalformedException {
        var table = in.sizedText();
        var readVersion = in.i64();
        if (in.count(MAP_SIZE_MIN) != 0) throw new MalformedException("an entry lists no reads");
        var writes = new LinkedHashMap<Bytes, Bytes>();
        for (var count = in.count(16); count > 0; count--)
            if (writes.put(in.sized(), in.sized()) != null) throw new MalformedException("a key is written twice");
        var removes = new ArrayList<Bytes>();
        var keys = new HashSet<>(writes.keySet());
        for (var count = in.count(8); count > 0; count--) {
            removes.add(in.sized());
            if (!keys.add(removes.getLast())) throw new MalformedException("a key is changed twice");
        }
        return new MapWrites(table, readVersion, writes, removes);
    }
}
