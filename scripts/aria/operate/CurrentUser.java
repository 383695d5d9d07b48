package aria.operate;

/** The current user, who gets a client certificate. */
public final class CurrentUser {
    private CurrentUser() {}

    /** The login name, with what can't be in a file's name left out; {@code me} when nothing is left. */
    public static String atTheKeyboard() {
        String name = System.getProperty("user.name", "")
                .replaceAll("[^a-zA-Z0-9._-]", "")
                .replaceFirst("^[.-]+", "");
        return name.isEmpty() || name.equals("?") ? "me" : name;
    }
}
