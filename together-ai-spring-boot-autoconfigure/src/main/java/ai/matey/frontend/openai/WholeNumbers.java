package ai.matey.frontend.openai;

import java.math.BigDecimal;
import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/**
 * Reads whole numbers of a request. A number with a fraction or outside the range of its
 * field is rejected and never truncated.
 */
final class WholeNumbers {

	private static final BigInteger MIN = BigInteger.valueOf(Integer.MIN_VALUE);

	private static final BigInteger MAX = BigInteger.valueOf(Integer.MAX_VALUE);

	/** Writing out a number with a larger exponent would exhaust the memory. */
	private static final int MAX_DIGITS = 100;

	private final RequestNotes notes;

	WholeNumbers(RequestNotes notes) {
		this.notes = notes;
	}

	@Nullable Integer integer(String field, @Nullable Number value) {
		BigInteger whole = whole(field, value);
		if (whole == null) {
			return null;
		}
		if (whole.compareTo(MIN) < 0 || whole.compareTo(MAX) > 0) {
			throw outOfRange(field);
		}
		return whole.intValue();
	}

	@Nullable BigInteger whole(String field, @Nullable Number value) {
		if (value == null) {
			return null;
		}
		if (value instanceof Integer || value instanceof Long) {
			return BigInteger.valueOf(value.longValue());
		}
		try {
			BigDecimal decimal = new BigDecimal(value.toString());
			if (decimal.precision() - decimal.scale() > MAX_DIGITS) {
				throw outOfRange(field);
			}
			return decimal.toBigIntegerExact();
		}
		catch (ArithmeticException | NumberFormatException ex) {
			throw this.notes.invalid(field, field + " is not a whole number");
		}
	}

	private RuntimeException outOfRange(String field) {
		return this.notes.invalid(field, field + " is out of range");
	}

}
