package aria.ca;

import aria.ca.config.CaRefused;

/** An option for a new CA makes no sense. The message is one complete line that begins with the option. */
public final class OptionInvalid extends CaRefused {
    public OptionInvalid(String message) {
        super(message);
    }
}
