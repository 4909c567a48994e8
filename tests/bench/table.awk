# The lines of tests/bench/contest as a table: medians of all rounds, and of the
# ratios to the flat file in the same round.

function median(list,	n, value, i, j, v)
{
	n = split(list, value, " ")
	for (i = 2; i <= n; i++) {
		v = value[i] + 0
		for (j = i - 1; j && value[j] + 0 > v; j--)
			value[j + 1] = value[j]
		value[j + 1] = v
	}
	return value[int((n + 1) / 2)]
}

{
	key = $2 SUBSEP $1
	round = ++rounds[key]
	if (round == 1) {
		if (!($2 in seen)) {
			seen[$2]
			writers[++n_writers] = $2
		}
		order[$2] = order[$2] " " $1
	}
	rate[key] = rate[key] " " $3
	for (i = 4; i <= 6; i++)
		figure[key, i] = figure[key, i] " " $i
	at[key, round] = $3
}

END {
	print "writers contestant     entries/s  median us     99% us" \
		"  a sync  of flat  rounds"
	for (w = 1; w <= n_writers; w++) {
		n = split(order[writers[w]], name, " ")
		flat = writers[w] SUBSEP "flat"
		for (c = 1; c <= n; c++) {
			key = writers[w] SUBSEP name[c]
			ratios = ""
			for (round = 1; round <= rounds[key]; round++)
				ratios = ratios " " \
					at[key, round] / at[flat, round]
			printf "%7s %-13s %10.0f %10.0f %10.0f %7.1f %8.2f %7d\n",
				writers[w], name[c], median(rate[key]),
				median(figure[key, 4]), median(figure[key, 5]),
				median(figure[key, 6]), median(ratios),
				rounds[key]
		}
	}
}
