create table shop_order (
	number int primary key,
	customer varchar(100) not null,
	item varchar(100) not null,
	status varchar(20) not null
);
