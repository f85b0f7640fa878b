/** Hash, authenticated encryption, signatures, X.509, COSE and secret types. */
@org.jspecify.annotations.NullMarked
module coco.crypto {
    requires static transitive org.jspecify;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.pkix;
    requires cbor;
    requires numbers;

    exports coco.crypto;
}
