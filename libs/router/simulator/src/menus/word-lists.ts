/** Written as one text, for a word on each line would be most of a table. */
export const wordsOf = (text: string): readonly string[] => text.trim().split(/\s+/u);

export const protocols = wordsOf(`
  dccp ddp egp encap etherip ggp gre hmp icmp icmpv6 idpr-cmtp igmp ipencap ipip ipsec-ah
  ipsec-esp ipv6-encap ipv6-frag ipv6-nonxt ipv6-opts ipv6-route iso-tp4 l2tp ospf pim pup rdp
  rspf rsvp sctp st tcp udp udp-lite vmtp vrrp xns-idp xtp
`);

export const policies = wordsOf(`
  local telnet ssh ftp reboot read write policy test winbox password web sniff sensitive api romon
  rest-api
`);

export const scriptPolicies = wordsOf(`
  ftp reboot read write policy test password sniff sensitive romon
`);

export const weekdays = wordsOf(`
  sun mon tue wed thu fri sat
`);

export const speeds = wordsOf(`
  100G-baseCR2 100G-baseCR4 100G-baseSR2-LR2 100G-baseSR4-LR4 100M-baseFX-full 100M-baseFX-half
  100M-baseT-full 100M-baseT-half 10G-baseCR 10G-baseSR-LR 10G-baseT 10M-baseT-full 10M-baseT-half
  1G-baseT-full 1G-baseT-half 1G-baseX 2.5G-baseT 2.5G-baseX 200G-baseCR4 200G-baseSR4-LR4
  25G-baseCR 25G-baseSR-LR 400G-baseCR8 400G-baseSR8-LR8 40G-baseCR4 40G-baseSR4-LR4 50G-baseCR
  50G-baseCR2 50G-baseSR-LR 50G-baseSR2-LR2 5G-baseT
`);

export const wifiBands = wordsOf(`
  2ghz-ax 2ghz-be 2ghz-g 2ghz-n 5ghz-a 5ghz-ac 5ghz-ax 5ghz-be 5ghz-n 6ghz-ax 6ghz-be s1ghz-ah
`);

export const wifiWidths = wordsOf(`
  1/2/4/8mhz 1/2/4mhz 1/2mhz 1mhz 20/40/80+80mhz 20/40/80/160/320mhz 20/40/80/160mhz 20/40/80mhz
  20/40mhz 20/40mhz-Ce 20/40mhz-eC 20mhz
`);

export const venues = wordsOf(`
  assembly-amphitheater assembly-amusement-park assembly-arena assembly-bar assembly-coffee-shop
  assembly-convention-center assembly-emergency-cc assembly-library assembly-museum
  assembly-place-of-worship assembly-restaurant assembly-stadium assembly-terminal
  assembly-theater assembly-unspecified assembly-zoo business-attorney-office business-bank
  business-doctor business-fire-station business-police-station business-post-office
  business-professional-office business-rd-facility business-unspecified disabled
  educational-primary-school educational-secondary-school educational-university-or-college
  educational-unspecified industrial-factory industrial-unspecified institutional-group-home
  institutional-hospital institutional-long-term-care institutional-prison
  institutional-rehab-center institutional-unspecified mercantile-automotive-service
  mercantile-gas-station mercantile-grocery-market mercantile-retail-store
  mercantile-shopping-mall mercantile-unspecified outdoor-bus-stop outdoor-city-park outdoor-kiosk
  outdoor-muni-mesh outdoor-rest-area outdoor-traffic-control outdoor-unspecified
  residential-boarding-house residential-dormitory residential-hotel residential-private
  residential-unspecified storage-unspecified unspecified utility-unspecified vehicular-airplane
  vehicular-automobile vehicular-bus vehicular-ferry vehicular-motorbike vehicular-ship
  vehicular-train vehicular-unspecified
`);

export const topics = wordsOf(`
  account acme-client amt async backup bfd bgp bridge calc caps certificate clock cmr container
  critical ddns debug dhcp disk dns dot1x dude e-mail error event evpn fetch firewall gps gsm
  health hotspot igmp-proxy info interface ipsec iscsi isdn isis kvm l2tp ldp lora lte manager mme
  mpls mqtt mvrp natpmp netwatch ntp ospf ovpn packet pim poe-out ppp pppoe pptp ptp queue radius
  radvd raw read rip route rpki rsvp script sertcp simulator smb snmp socksify ssh sstp state
  store stp system telephony tftp timer tr069 update upnp ups vpls vrrp warning watchdog web-proxy
  wireguard wireless write zerotier
`);

/** Names with blanks in them, so commas part them. */
export const countries = `
  Afghanistan, Aland Islands, Albania, Algeria, American Samoa, Andora, Anguilla, Antigua and
  Barbuda, Argentina, Armenia, Aruba, Australia, Austria, Azerbaijan, Bahamas, Bahrain,
  Bangladesh, Barbados, Belarus, Belgium, Belize, Bermuda, Bhutan, Bolivia, Bosnia and
  Herzegovina, Brazil, British Virgin Islands, Brunei Darussalam, Bulgaria, Burkina Faso,
  Cambodia, Cameroon, Canada, Cayman Islands, Central Africa Republic, Chad, Chile, China,
  Christmas Island, Colombia, Cook Islands, Costa Rica, Croatia, Cyprus, Czech, Denmark, Dominica,
  Dominican Republic, ETSI 5.5-5.7 Outdoor, Ecuador, Egypt, El Salvador, Estonia, Ethiopia,
  Falkland Islands, Faroe Islands, Finland, France, French Guiana, French Polynesia, French
  Southern Territories, Georgia, Germany, Ghana, Gibraltar, Greece, Greenland, Grenada,
  Guadeloupe, Guam, Guatemala, Guernsey, Guyana, Haiti, Heard Island and McDonald Islands, Holy
  See, Honduras, Hong Kong, Hungary, Iceland, India, Indonesia, Iraq, Ireland, Isle of Man,
  Israel, Italy, Ivory Coast, Jamaica, Japan, Jersey, Jordan, Kazakhstan, Kenya, Kuwait, Latvia,
  Lebanon, Lesotho, Liechtenstein, Lithuania, Luxembourg, Macau, Malawi, Malaysia, Maldives,
  Malta, Marshall Islands, Martinique, Mauritania, Mauritius, Mayotte, Mexico, Micronesia,
  Moldova, Monaco, Mongolia, Montenegro, Montserrat, Morocco, Myanmar, Namibia, Nepal,
  Netherlands, Netherlands Antilles, New Caledonia, New Zealand, Nicaragua, Nigeria, Niue, Norfolk
  Island, North Macedonia, Northern Mariana Islands, Norway, Oman, Pakistan, Palau, Panama, Papua
  New Guinea, Paraguay, Peru, Philippines, Poland, Portugal, Puerto Rico, Qatar, Reunion, Romania,
  Russia, Rwanda, Saint Barthelemy, Saint Helena; Ascension and Tristan da Cunha, Saint Kitts and
  Nevis, Saint Lucia, Saint Martin, Saint Pierre and Miquelon, Saint Vincent and the Grenadines,
  Samoa, San Marino, Sao Tome and Principe, Saudi Arabia, Senegal, Serbia, Singapore, Sint
  Maarten, Slovakia, Slovenia, South Africa, South Korea, Spain, Sri Lanka, Superchannel,
  Suriname, Svalbard and Jan Mayen, Sweden, Switzerland, Taiwan, Tanzania, Thailand, Togo,
  Trinidad and Tobago, Tunisia, Turkey, Turks and Caicos, UK 5.8 fixed, Uganda, Ukraine, United
  Arab Emirates, United Kingdom, United States, United States Minor Outlying Islands, Uruguay,
  Uzbekistan, Vanuatu, Venezuela, Viet Nam, Virgin Islands, Wallis and Futuna, Yemen, Zimbabwe
`
  .split(',')
  .map((country) => country.trim().replaceAll(/\s+/gu, ' ').replace(';', ','));
