package ai.matey.ir;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The cost of a call, calculated from the usage and the list prices that the provider
 * reports. It is not an invoice, since discounts and taxes are unknown.
 *
 * @param amount the exact sum of the parts
 * @param currency the ISO 4217 code of the currency, such as {@code USD}
 * @param parts the parts of the cost; never empty
 * @since 0.1.0
 */
public record IRCost(BigDecimal amount, String currency, List<Part> parts) {

	/** The currency of Together's prices. */
	public static final String USD = "USD";

	public IRCost {
		Objects.requireNonNull(amount, "amount must not be null");
		Objects.requireNonNull(currency, "currency must not be null");
		parts = List.copyOf(parts);
		if (parts.isEmpty()) {
			throw new IllegalArgumentException("parts must not be empty");
		}
	}

	/**
	 * Create a cost from its parts.
	 * @param currency the ISO 4217 code of the currency
	 * @param parts the parts, at least one
	 * @return the cost
	 */
	public static IRCost of(String currency, List<Part> parts) {
		return new IRCost(parts.stream().map(Part::amount).reduce(BigDecimal.ZERO, BigDecimal::add), currency, parts);
	}

	/**
	 * Return the sum of this cost and another one, for example for a run of several
	 * calls. Parts with the same kind and unit price are merged.
	 * @param other the other cost
	 * @return the sum
	 * @throws IllegalArgumentException if the currencies differ
	 */
	public IRCost plus(IRCost other) {
		if (!this.currency.equals(other.currency)) {
			throw new IllegalArgumentException(
					"A cost in " + other.currency + " cannot be added to one in " + this.currency);
		}
		List<Part> sum = new ArrayList<>(this.parts);
		other.parts.forEach((part) -> add(sum, part));
		return of(this.currency, sum);
	}

	private static void add(List<Part> sum, Part part) {
		for (int i = 0; i < sum.size(); i++) {
			Part present = sum.get(i);
			if (present.kind() == part.kind() && present.unitPrice().compareTo(part.unitPrice()) == 0) {
				sum.set(i, new Part(part.kind(), present.quantity().add(part.quantity()), present.unitPrice()));
				return;
			}
		}
		sum.add(part);
	}

	/**
	 * One part of a cost.
	 *
	 * @param kind the kind of the part
	 * @param quantity the quantity in the unit of the kind
	 * @param unitPrice the price of one unit
	 */
	public record Part(Kind kind, BigDecimal quantity, BigDecimal unitPrice) {

		public Part {
			Objects.requireNonNull(kind, "kind must not be null");
			Objects.requireNonNull(quantity, "quantity must not be null");
			Objects.requireNonNull(unitPrice, "unitPrice must not be null");
		}

		/**
		 * Return the cost of this part.
		 * @return the exact product of quantity and unit price
		 */
		public BigDecimal amount() {
			return this.quantity.multiply(this.unitPrice);
		}

	}

	/**
	 * The kind of a part.
	 */
	public enum Kind {

		/** Tokens of the prompt that were not cached. */
		INPUT_TOKENS,

		/** Tokens of the prompt that came from the provider's cache. */
		CACHED_INPUT_TOKENS,

		/** Tokens of the response, including reasoning. */
		OUTPUT_TOKENS,

		/** Images. */
		IMAGES,

		/** Megapixels of images. */
		MEGAPIXELS

	}

}
