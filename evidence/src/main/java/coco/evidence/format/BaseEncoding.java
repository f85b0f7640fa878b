package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.util.Base64;

/** Bytes as text (RFC 4648), with padding or without, and nothing between the characters. */
public final class BaseEncoding {
    private BaseEncoding() {}

    /** @param what names the bytes in what is refused */
    public static Octets base64(String text, String what) throws MalformedException {
        return decode(Base64.getDecoder(), text, what + " that is not base64");
    }

    /** With the alphabet for URLs and names of files. */
    public static Octets base64Url(String text, String what) throws MalformedException {
        return decode(Base64.getUrlDecoder(), text, what + " that is not base64url");
    }

    private static Octets decode(Base64.Decoder decoder, String text, String refusal) throws MalformedException {
        try {
            return Octets.of(decoder.decode(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(refusal, e);
        }
    }
}
