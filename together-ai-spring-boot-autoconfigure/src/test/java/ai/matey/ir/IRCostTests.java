package ai.matey.ir;

import java.math.BigDecimal;
import java.util.List;

import org.junit.jupiter.api.Test;

import ai.matey.ir.IRCost.Kind;
import ai.matey.ir.IRCost.Part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IRCostTests {

	private static final BigDecimal CHEAP = new BigDecimal("0.00000088");

	private static final BigDecimal DEAR = new BigDecimal("0.0000012");

	@Test
	void amountIsTheExactSumOfTheParts() {
		IRCost cost = IRCost.of(IRCost.USD,
				List.of(part(Kind.INPUT_TOKENS, 1000, CHEAP), part(Kind.OUTPUT_TOKENS, 3, DEAR)));
		assertThat(cost.amount()).isEqualByComparingTo("0.0008836");
	}

	@Test
	void sumJoinsPartsOfTheSameKindAndPriceOnly() {
		IRCost sum = IRCost.of(IRCost.USD, List.of(part(Kind.INPUT_TOKENS, 1, CHEAP)))
			.plus(IRCost.of(IRCost.USD, List.of(part(Kind.INPUT_TOKENS, 2, CHEAP), part(Kind.INPUT_TOKENS, 4, DEAR),
					part(Kind.OUTPUT_TOKENS, 8, CHEAP))));
		assertThat(sum.parts()).containsExactly(part(Kind.INPUT_TOKENS, 3, CHEAP), part(Kind.INPUT_TOKENS, 4, DEAR),
				part(Kind.OUTPUT_TOKENS, 8, CHEAP));
		assertThat(sum.amount()).isEqualByComparingTo("0.00001448");
	}

	@Test
	void currenciesAreNotMixed() {
		IRCost dollars = IRCost.of(IRCost.USD, List.of(part(Kind.IMAGES, 1, DEAR)));
		IRCost euros = IRCost.of("EUR", List.of(part(Kind.IMAGES, 1, DEAR)));
		assertThatIllegalArgumentException().isThrownBy(() -> dollars.plus(euros)).withMessageContaining("EUR");
	}

	@Test
	void metadataKeepsTheCostWhenChanged() {
		IRCost cost = IRCost.of(IRCost.USD, List.of(part(Kind.IMAGES, 1, DEAR)));
		IRMetadata metadata = IRMetadata.builder().cost(cost).build();
		assertThat(metadata.mutate().model("other").build().cost()).isEqualTo(cost);
		assertThat(IRMetadata.builder().build().cost()).isNull();
	}

	private static Part part(Kind kind, long quantity, BigDecimal price) {
		return new Part(kind, BigDecimal.valueOf(quantity), price);
	}

}
