package ai.matey.ir;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import ai.matey.ir.IRCost.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class ModelPricingTests {

	@Test
	void tokensCostTheirShareOfAMillion() {
		IRCost cost = cost(3.0, 15.0, 0.3, new IRUsage(1000, 100, 1100, 400L, null, Map.of()));
		assertThat(cost).isNotNull();
		assertThat(cost.currency()).isEqualTo("USD");
		assertThat(cost.parts()).extracting(IRCost.Part::kind)
			.containsExactly(Kind.INPUT_TOKENS, Kind.CACHED_INPUT_TOKENS, Kind.OUTPUT_TOKENS);
		assertThat(cost.amount()).isEqualByComparingTo("0.00342");
	}

	@Test
	void cachedTokensWithoutAPriceOfTheirOwnCostAsMuchAsOthers() {
		IRUsage usage = new IRUsage(1000, 0, 1000, 400L, null, Map.of());
		for (Double none : new @Nullable Double[] { null, 0.0 }) {
			IRCost cost = cost(3.0, 15.0, none, usage);
			assertThat(cost).isNotNull();
			assertThat(cost.amount()).isEqualByComparingTo("0.003");
		}
	}

	@Test
	void responseOfAnEmbeddingModelNeedsNoPriceForOutput() {
		IRCost cost = cost(0.02, null, null, new IRUsage(50, 0));
		assertThat(cost).isNotNull();
		assertThat(cost.amount()).isEqualByComparingTo("0.000001");
	}

	@Test
	void unknownPriceAndPriceOfZeroGiveNoCost() {
		IRUsage usage = new IRUsage(10, 10);
		assertThat(cost(null, 1.0, null, usage)).isNull();
		assertThat(cost(1.0, null, null, usage)).isNull();
		assertThat(cost(null, null, null, usage)).isNull();
		assertThat(cost(0.0, 0.0, null, usage)).isNull();
		assertThat(cost(1.0, 1.0, null, new IRUsage(0, 0))).isNull();
	}

	@Test
	void moreCachedTokensThanTokensAreNotBelieved() {
		IRCost cost = cost(1.0, 1.0, 0.5, new IRUsage(10, 0, 10, 99L, null, Map.of()));
		assertThat(cost).isNotNull();
		assertThat(cost.amount()).isEqualByComparingTo("0.000005");
	}

	private static @Nullable IRCost cost(@Nullable Double input, @Nullable Double output, @Nullable Double cached,
			IRUsage usage) {
		return new ModelPricing(input, output, cached, Map.of()).cost(usage);
	}

}
