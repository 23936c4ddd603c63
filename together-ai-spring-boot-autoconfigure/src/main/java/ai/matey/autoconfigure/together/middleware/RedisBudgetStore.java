package ai.matey.autoconfigure.together.middleware;

import java.util.List;

import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;

import ai.matey.middleware.budget.BudgetStore;
import ai.matey.middleware.budget.BudgetWindow;

/**
 * A {@link BudgetStore} in Redis with one number for each budget and period, which
 * expires one period after its end. Each operation is a single script and therefore
 * atomic across all instances.
 */
final class RedisBudgetStore implements BudgetStore {

	private static final String PREFIX = "together:budget:";

	/**
	 * Returns the total spent, or its complement if the limit does not allow the amount.
	 */
	private static final RedisScript<Long> RESERVE = RedisScript.of("""
			local spent = tonumber(redis.call('get', KEYS[1]) or '0')
			if spent + tonumber(ARGV[1]) > tonumber(ARGV[2]) then
				return -1 - spent
			end
			spent = redis.call('incrby', KEYS[1], ARGV[1])
			redis.call('pexpire', KEYS[1], ARGV[3])
			return spent
			""", Long.class);

	private static final RedisScript<Long> ADD = RedisScript.of("""
			local spent = redis.call('incrby', KEYS[1], ARGV[1])
			if spent < 0 then
				redis.call('set', KEYS[1], '0')
				spent = 0
			end
			redis.call('pexpire', KEYS[1], ARGV[2])
			return spent
			""", Long.class);

	private final ReactiveStringRedisTemplate redis;

	RedisBudgetStore(ReactiveStringRedisTemplate redis) {
		this.redis = redis;
	}

	@Override
	public Mono<Reservation> reserve(BudgetWindow window, long amount, long limit) {
		return this.redis
			.execute(RESERVE, List.of(key(window)), List.of(Long.toString(amount), Long.toString(limit), life(window)))
			.single()
			.map((spent) -> (spent >= 0) ? new Reservation(true, spent) : new Reservation(false, -1 - spent));
	}

	@Override
	public Mono<Long> add(BudgetWindow window, long amount) {
		return this.redis.execute(ADD, List.of(key(window)), List.of(Long.toString(amount), life(window))).single();
	}

	@Override
	public Mono<Long> spent(BudgetWindow window) {
		return this.redis.opsForValue().get(key(window)).map(Long::valueOf).defaultIfEmpty(0L);
	}

	private static String key(BudgetWindow window) {
		return PREFIX + window.key() + ":" + window.start().getEpochSecond();
	}

	private static String life(BudgetWindow window) {
		return Long.toString(2 * (window.end().toEpochMilli() - window.start().toEpochMilli()));
	}

}
