package ai.matey.sample.page;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.stereotype.Component;

import ai.matey.tool.Tool;

/**
 * The tools for the model of the chat page. Those that change something need an approval.
 */
@Component
@RegisterReflectionForBinding({ ShopTools.TimeQuery.class, ShopTools.OrdersQuery.class, ShopTools.Cancellation.class,
		Orders.Order.class })
class ShopTools {

	private final Clock clock = Clock.systemUTC();

	private final List<Tool> tools;

	ShopTools(Orders orders) {
		this.tools = List.of(
				Tool.of("time", "The date and time now in a city or time zone", TimeQuery.class,
						(query) -> time(query.zone())),
				Tool.of("orders", "The orders of a customer with number, item and status", OrdersQuery.class,
						(query) -> orders.of(query.customer())),
				Tool.of("cancel_order", "Cancels an order that is open", Cancellation.class, (cancellation) -> {
					orders.cancel(cancellation.number());
					return "Order " + cancellation.number() + " is cancelled";
				}).needsApproval());
	}

	List<Tool> all() {
		return this.tools;
	}

	private String time(String zone) {
		String wanted = zone.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
		return ZoneId.getAvailableZoneIds()
			.stream()
			.filter((id) -> id.toLowerCase(Locale.ROOT).equals(wanted)
					|| id.toLowerCase(Locale.ROOT).endsWith("/" + wanted))
			.sorted()
			.findFirst()
			.map((id) -> ZonedDateTime.now(this.clock.withZone(ZoneId.of(id))))
			.map(DateTimeFormatter.RFC_1123_DATE_TIME::format)
			.orElseThrow(() -> new IllegalArgumentException("There is no time zone or city '" + zone + "'"));
	}

	/**
	 * The arguments of the clock.
	 *
	 * @param zone a city or a time zone
	 */
	record TimeQuery(@JsonPropertyDescription("A city or time zone, such as Paris or Europe/Paris") String zone) {
	}

	/**
	 * The arguments of the query.
	 *
	 * @param customer the name of the customer
	 */
	record OrdersQuery(@JsonPropertyDescription("First name of the customer") String customer) {
	}

	/**
	 * The arguments of a cancellation.
	 *
	 * @param number the number of the order
	 */
	record Cancellation(@JsonPropertyDescription("Number of the order") int number) {
	}

}
