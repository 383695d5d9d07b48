package aria.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the program; the only place where it is written. */
public final class Version implements IVersionProvider {

    /** As in {@code MAJOR.MINOR.PATCH}. */
    public static final String NUMBER = "0.1.0";

    /** The day it is of. */
    static final String DAY = "2026-11-28";

    /** One line: the program and its number. */
    @Override
    public String[] getVersion() {
        return new String[] {"aria " + NUMBER};
    }
}
