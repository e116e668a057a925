package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/**
 * So much of a resource, printed as Kubernetes prints it: {@code 1500m}, {@code 512Mi}.
 *
 * @param binary whether it was written with a suffix such as {@code Mi}
 * @see <a href="https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity">resource.Quantity</a>
 */
record Amount(BigDecimal value, boolean binary) {
    static final Amount ZERO = new Amount(BigDecimal.ZERO, false);

    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final int NANO = 9;
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    static Amount of(Quantity quantity) {
        return new Amount(
                Quantity.getAmountInBytes(quantity),
                Text.orEmpty(quantity.getFormat()).endsWith("i"));
    }

    /** Both together, written as this one unless it is nothing. */
    Amount plus(Amount other) {
        return new Amount(value.add(other.value), value.signum() == 0 ? other.binary : binary);
    }

    Amount max(Amount other) {
        return other.value.compareTo(value) > 0 ? other : this;
    }

    /** How many hundredths of {@code whole} it is, in whole numbers, counted in units of {@code unit}; 0 of nothing. */
    long percentOf(Amount whole, BigDecimal unit) {
        double all = whole.value.divide(unit, 0, RoundingMode.CEILING).doubleValue();
        double part = value.divide(unit, 0, RoundingMode.CEILING).doubleValue();
        return all == 0 ? 0 : (long) (part / all * 100);
    }

    /** With the largest suffix that leaves a whole number; {@code CanonicalizeBytes()}. */
    @Override
    public String toString() {
        if (value.signum() == 0) {
            return "0";
        }
        return binary && value.abs().compareTo(KIBI) >= 0 ? inBinary() : inDecimal();
    }

    private String inBinary() {
        BigInteger number = value.setScale(0, RoundingMode.CEILING).toBigInteger();
        int suffix = 0;
        while (suffix < BINARY.size() - 1 && number.mod(KIBI.toBigInteger()).signum() == 0) {
            number = number.divide(KIBI.toBigInteger());
            suffix++;
        }
        return number + BINARY.get(suffix);
    }

    private String inDecimal() {
        BigInteger thousand = BigInteger.valueOf(1000);
        BigInteger number =
                value.movePointRight(NANO).setScale(0, RoundingMode.CEILING).toBigInteger();
        int suffix = 0;
        while (suffix < DECIMAL.size() - 1 && number.mod(thousand).signum() == 0) {
            number = number.divide(thousand);
            suffix++;
        }
        return number + DECIMAL.get(suffix);
    }
}
