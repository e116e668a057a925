/set mode packetwalk -quiet
/set prompt packetwalk "\njshell> " "   ...> "
/set truncation packetwalk 100000
/set format packetwalk pre "|  "
/set format packetwalk post "%n"
/set format packetwalk errorpre "|  "
/set format packetwalk errorpost "%n"
/set format packetwalk err "{errorline}"
/set format packetwalk display ""
/set format packetwalk display "{name} ==> {value}{post}" expression,varvalue,assignment,varinit,vardecl
/set format packetwalk display "|  defined {name}{post}" class,interface,enum,record,annotation,method
