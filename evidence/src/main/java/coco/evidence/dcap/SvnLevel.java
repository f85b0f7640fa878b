package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Tcb.Status;
import coco.evidence.format.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Intel says of an enclave, or of a TDX module, from one security version on.
 *
 * @param svn the least security version
 * @param status up to date, out of date or revoked
 * @param advisories ids of the advisories that apply
 */
record SvnLevel(int svn, Status status, List<String> advisories) {
    private static final int SVN_MAX = 65535;

    /** The levels of {@code identity}, as listed: the highest first. */
    static List<SvnLevel> listOf(Json.Members identity) throws MalformedException {
        var levels = new ArrayList<SvnLevel>();
        for (var level : identity.objects("tcbLevels")) {
            level.instant("tcbDate");
            levels.add(new SvnLevel(
                    level.object("tcb").number("isvsvn", SVN_MAX),
                    status(level.text("tcbStatus")),
                    TcbLevel.advisories(level)));
        }
        if (levels.isEmpty()) throw new MalformedException("no TCB levels");
        return List.copyOf(levels);
    }

    /** The first that {@code svn} reaches. */
    static Optional<SvnLevel> reached(List<SvnLevel> levels, int svn) {
        return levels.stream().filter(level -> svn >= level.svn()).findFirst();
    }

    private static Status status(String word) throws MalformedException {
        var status = TcbLevel.status(word);
        return switch (status) {
            case UP_TO_DATE, OUT_OF_DATE, REVOKED -> status;
            default -> throw new MalformedException("an enclave cannot be " + word);
        };
    }
}
