package coco.evidence.snp;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.ByteReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of certificates that a host gives beside a report (Guest-Hypervisor Communication Block Standardization, 56421,
 * section 4.1.8.1): what Linux shows as {@code auxblob}. Rows of a GUID, an offset and a size, up to a row of zeros; then
 * the certificates, in DER. Rows of other GUIDs are passed over.
 */
public final class CertificateTable {
    /** Bytes of the longest table that is read. */
    public static final int SIZE_MAX = 1 << 20;

    private static final int ROWS_MAX = 64;
    private static final int ROW_SIZE = 24;

    private static final Octets VCEK = guid("63da758d-e664-4564-adc5-f4b93be8accd");
    private static final Octets VLEK = guid("a8074bc2-a25a-483e-aae6-39c045a0b8a1");
    private static final Octets ASK = guid("4ab7b379-bbac-4fe4-a02f-05aef327c782");
    private static final Octets ARK = guid("c0b406a4-a803-4952-9743-3fb6014cd0ae");
    private static final Octets CRL = guid("92f81bc3-5811-4d3d-97ff-d19f88dc67ea");

    private CertificateTable() {}

    private record Row(Octets guid, long offset, long size) {}

    /** @throws MalformedException where a row points outside of the table, or to what is no certificate */
    public static Endorsements parse(Octets table) throws MalformedException {
        if (table.size() > SIZE_MAX) throw new MalformedException("a table of " + table.size() + " bytes");
        var items = new ArrayList<Endorsement>();
        for (var row : rows(table)) {
            var isCertificate = List.of(VCEK, VLEK, ASK, ARK).contains(row.guid());
            if (!isCertificate && !row.guid().equals(CRL)) continue;
            var in = ByteReader.littleEndian(table);
            in.skip(row.offset());
            var content = in.take(row.size());
            items.add(isCertificate ? SnpEndorsements.certificate(content) : SnpEndorsements.revocationList(content));
        }
        return new Endorsements(items);
    }

    private static List<Row> rows(Octets table) throws MalformedException {
        var in = ByteReader.littleEndian(table);
        var rows = new ArrayList<Row>();
        while (true) {
            if (in.remaining() < ROW_SIZE) throw new MalformedException("a table of certificates without an end");
            var row = new Row(in.take(16), in.u32(), in.u32());
            if (row.guid().isZero()) return rows;
            if (rows.size() == ROWS_MAX) throw new MalformedException("more than " + ROWS_MAX + " certificates");
            rows.add(row);
        }
    }

    /** A GUID as it stands in memory: its first three numbers are little endian. */
    private static Octets guid(String text) {
        var plain = Octets.ofHex(text.replace("-", ""));
        return plain.slice(0, 4)
                .reversed()
                .concat(plain.slice(4, 6).reversed())
                .concat(plain.slice(6, 8).reversed())
                .concat(plain.slice(8, 16));
    }
}
