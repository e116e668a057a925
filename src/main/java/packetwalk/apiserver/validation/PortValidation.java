package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldPath;

/** A port by its number or its name; {@code ValidatePortNumOrName}. */
final class PortValidation {

    private PortValidation() {}

    static void numberOrName(Errors errors, FieldPath field, @Nullable IntOrString port) {
        if (port == null) {
            errors.portNumber(field, 0);
        } else if (port.getStrVal() != null) {
            errors.invalid(field, port.getStrVal(), Names.port(port.getStrVal()));
        } else {
            errors.portNumber(field, port.getIntVal());
        }
    }
}
