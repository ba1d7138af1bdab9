print("chalktalk")
